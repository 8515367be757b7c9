package main

import (
	"encoding/json"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// Answer is what the server's code says of one place.
type Answer struct {
	Kind    string   `json:"kind"`
	Path    string   `json:"path"`
	Holders []string `json:"holders"`
	// Default is what defaulting puts there when the parents are present and the field is not.
	Default any `json:"default,omitempty"`
	// Needed: leaving it out is refused.
	Needed bool `json:"needed,omitempty"`
	// Rejected: forbidden whatever it holds.
	Rejected bool `json:"rejected,omitempty"`
	// Min and Max are the outermost numbers accepted; absent when every number tried is.
	Min *int64 `json:"min,omitempty"`
	Max *int64 `json:"max,omitempty"`
	// Above is a number that is itself too small.
	Above *int64 `json:"above,omitempty"`
	// ZeroIsDefault: 0 is replaced by the default.
	ZeroIsDefault bool `json:"zeroIsDefault,omitempty"`
	// Values are those the refusal of another one lists.
	Values []string `json:"values,omitempty"`
	// Patterns are the regular expressions that refusals name.
	Patterns  []string `json:"patterns,omitempty"`
	MaxLength int      `json:"maxLength,omitempty"`
}

func ask(s subject, p place) Answer {
	var a Answer
	askDefault(s, p, &a)
	for _, e := range errorsAt(create(s, put(s.base, p, nil)), p) {
		a.Needed = a.Needed || e.Type == field.ErrorTypeRequired
	}
	switch {
	case p.value == reflect.TypeFor[intstr.IntOrString]():
		askNumber(s, p, &a)
		askText(s, p, &a)
	case p.value == reflect.TypeFor[resource.Quantity]():
		askAmount(s, p, &a)
	case p.value.Kind() == reflect.Int32 || p.value.Kind() == reflect.Int64:
		askNumber(s, p, &a)
	case p.value.Kind() == reflect.String:
		askText(s, p, &a)
	}
	return a
}

func askDefault(s subject, p place, a *Answer) {
	if l := p.last(); l.list || l.mapping {
		return
	}
	before, after, err := defaulted(s, put(s.base, p, nil))
	if err != nil {
		return
	}
	old, _ := read(before, p)
	if value, ok := read(after, p); ok && !reflect.DeepEqual(value, old) {
		if _, isObject := value.(object); !isObject {
			a.Default = value
		}
	}
}

// try gives what the server says of the place when it holds the value.
func try(s subject, p place, value any) field.ErrorList {
	return errorsAt(create(s, put(s.base, p, value)), p)
}

// errorsAt keeps the complaints about the place itself or the items in it. A complaint about a mapping may name the key
// or only the mapping.
func errorsAt(errs field.ErrorList, p place) field.ErrorList {
	path := p.path()
	whole := path
	if p.last().mapping {
		whole = strings.TrimSuffix(path, "["+p.key()+"]")
	}
	var out field.ErrorList
	for _, e := range errs {
		if e.Field == path || e.Field == whole || strings.HasPrefix(e.Field, path+"[") {
			out = append(out, e)
		}
	}
	return out
}

// landmarks are numbers on both sides of every limit Kubernetes is likely to set.
var landmarks = []int64{
	-1 << 40, -1 << 31, -1001, -2, -1, 0, 1, 2, 10, 99, 100, 101, 255, 256, 511, 512, 600, 601, 1000, 1023, 1024, 3600,
	10800, 65535, 65536, 86400, 86401, 1_000_000_000, 1<<31 - 1, 1 << 40,
}

func askNumber(s subject, p place, a *Answer) {
	low, high := int64(-1<<31), int64(1<<31-1)
	if p.value.Kind() == reflect.Int64 {
		low, high = landmarks[0], landmarks[len(landmarks)-1]
	}
	accepts := func(n int64) bool { return len(try(s, p, n)) == 0 }
	var accepted []int64
	for _, n := range landmarks {
		if n >= low && n <= high && accepts(n) {
			accepted = append(accepted, n)
		}
	}
	if len(accepted) == 0 {
		a.Rejected = true
		for _, e := range try(s, p, 1) {
			a.Rejected = a.Rejected && e.Type == field.ErrorTypeForbidden
		}
		return
	}
	if a.Default != nil {
		_, after, err := defaulted(s, put(s.base, p, 0))
		value, ok := read(after, p)
		a.ZeroIsDefault = err == nil && ok && value != 0.0
	}
	least, most := accepted[0], accepted[len(accepted)-1]
	if least > low {
		n := edge(least, neighbour(least, -1), accepts)
		a.Min = &n
	}
	if most < high {
		n := edge(most, neighbour(most, 1), accepts)
		a.Max = &n
	}
}

// neighbour is the landmark before or after n.
func neighbour(n int64, step int) int64 {
	return landmarks[slices.Index(landmarks, n)+step]
}

// edge finds the last accepted number on the way from an accepted to a refused one.
func edge(good, bad int64, accepts func(int64) bool) int64 {
	for good-bad > 1 || bad-good > 1 {
		if middle := good + (bad-good)/2; accepts(middle) {
			good = middle
		} else {
			bad = middle
		}
	}
	return good
}

// askAmount tries amounts on both sides of the limits that make sense for one: nothing negative, nothing but positive, at
// least one.
func askAmount(s subject, p place, a *Answer) {
	accepts := func(amount string) bool { return len(try(s, p, amount)) == 0 }
	zero, one := int64(0), int64(1)
	switch {
	case accepts("-1") || !accepts("1"):
	case accepts("0"):
		a.Min = &zero
	case accepts("1m"):
		a.Above = &zero
	default:
		a.Min = &one
	}
}

// samples are texts of which every known form of name, path, address, … refuses some.
var samples = []string{
	"no such value", "a", "A", "a-b", "a.b", "a_b", "-a", "/a", "a/b", "../a", "1", "50%", "101%", "10.0.0.1", "fe80::1",
	"*", "a=b", strings.Repeat("a", 64), strings.Repeat("a", 300), strings.Repeat("a", 5000),
}

var (
	patternIn = regexp.MustCompile(`regex used for validation is '(.*?)'\)`)
	valuesIn  = regexp.MustCompile(`supported values: (.*)$`)
	lengthIn  = regexp.MustCompile(`(?:no more than|at most|less than or equal to|may not be more than) (\d+) (?:characters|bytes)`)
)

func askText(s subject, p place, a *Answer) {
	forbidden := 0
	for _, sample := range samples {
		for _, e := range try(s, p, sample) {
			if e.Type == field.ErrorTypeForbidden {
				forbidden++
			}
			learn(a, e)
		}
	}
	a.Rejected = forbidden >= len(samples)
	sort.Strings(a.Patterns)
}

// learn takes from a refusal what it says about what would be accepted.
func learn(a *Answer, e *field.Error) {
	if m := valuesIn.FindStringSubmatch(e.Detail); m != nil && e.Type == field.ErrorTypeNotSupported {
		var values []string
		if json.Unmarshal([]byte("["+m[1]+"]"), &values) == nil {
			a.Values = values
		}
	}
	for _, m := range patternIn.FindAllStringSubmatch(e.Detail, -1) {
		if !slices.Contains(a.Patterns, m[1]) {
			a.Patterns = append(a.Patterns, m[1])
		}
	}
	if m := lengthIn.FindStringSubmatch(e.Detail); m != nil {
		if n, _ := strconv.Atoi(m[1]); a.MaxLength == 0 || n < a.MaxLength {
			a.MaxLength = n
		}
	}
}
