package main

import (
	"encoding/json"
	"reflect"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// step leads from one object to a value inside it.
type step struct {
	field string
	// holder is the Go type that has the field.
	holder reflect.Type
	// list and mapping: the value is the first item, or the only entry, of what the field holds.
	list, mapping bool
}

// place is a value somewhere in a kind.
type place struct {
	steps []step
	// value is the Go type of what stands there, pointers taken away.
	value reflect.Type
}

func (p place) last() step { return p.steps[len(p.steps)-1] }

// path is the place in the spelling of the server: spec.containers[0].env[0].name.
func (p place) path() string {
	var b strings.Builder
	for i, s := range p.steps {
		if i > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.field)
		if s.list {
			b.WriteString("[0]")
		} else if s.mapping {
			b.WriteString("[" + p.key() + "]")
		}
	}
	return b.String()
}

// key is the entry used in mappings; amounts need the name of a resource.
func (p place) key() string {
	if p.value == reflect.TypeFor[resource.Quantity]() {
		return "cpu"
	}
	return "k"
}

// scalars are structs that JSON shows as one value.
var scalars = map[reflect.Type]bool{
	reflect.TypeFor[resource.Quantity]():  true,
	reflect.TypeFor[intstr.IntOrString](): true,
	reflect.TypeFor[metav1.Time]():        true,
	reflect.TypeFor[metav1.MicroTime]():   true,
	reflect.TypeFor[metav1.Duration]():    true,
}

// places lists every place below a type. It does not enter metadata, status, ephemeral containers, nor (inTemplate) the
// specification of a pod, which the kind Pod answers for.
func places(t reflect.Type, skipPodSpec bool, before []step) []place {
	var out []place
	for _, f := range members(t) {
		name := jsonName(f)
		switch name {
		case "apiVersion", "kind", "metadata", "status", "ephemeralContainers":
			if len(before) == 0 || name == "metadata" || name == "ephemeralContainers" {
				continue
			}
		}
		p := placeOf(t, f.Type, name, before)
		if skipPodSpec && p.value.Name() == "PodSpec" {
			continue
		}
		out = append(out, p)
		if p.value.Kind() == reflect.Struct && !scalars[p.value] && !holds(before, p.value) {
			out = append(out, places(p.value, skipPodSpec, p.steps)...)
		}
	}
	return out
}

// members gives the fields of a struct that JSON shows, those of inlined structs too.
func members(t reflect.Type) []reflect.StructField {
	var out []reflect.StructField
	for i := range t.NumField() {
		switch f := t.Field(i); jsonName(f) {
		case "-":
		case "":
			if f.Anonymous {
				out = append(out, members(deref(f.Type))...)
			}
		default:
			out = append(out, f)
		}
	}
	return out
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func placeOf(holder, value reflect.Type, name string, before []step) place {
	s := step{field: name, holder: holder}
	value = deref(value)
	if value.Kind() == reflect.Slice && value.Elem().Kind() != reflect.Uint8 {
		s.list, value = true, deref(value.Elem())
	} else if value.Kind() == reflect.Map {
		s.mapping, value = true, deref(value.Elem())
	}
	return place{append(append([]step{}, before...), s), value}
}

func deref(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// holds tells whether a type was entered before: no type is walked inside itself.
func holds(steps []step, t reflect.Type) bool {
	for _, s := range steps {
		if s.holder == t {
			return true
		}
	}
	return false
}

type object = map[string]any

func parse(text string) object {
	var o object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	return o
}

// put gives the base object with the place's parents opened and the value set; a nil value leaves the field out, though
// the parents are there.
func put(base string, p place, value any) object {
	root := parse(base)
	at := root
	for i, s := range p.steps {
		if i == len(p.steps)-1 {
			setLast(at, s, p.key(), value)
			break
		}
		at = enter(at, s, p.steps[i+1].holder)
		if s.field == "initContainers" && asksLater(p.steps[i+1:]) {
			at["restartPolicy"] = "Always"
		}
	}
	return root
}

// asksLater: probes and hooks of an init container are judged only when it keeps running.
func asksLater(rest []step) bool {
	return strings.HasSuffix(rest[0].field, "Probe") || rest[0].field == "lifecycle"
}

func setLast(at object, s step, key string, value any) {
	switch {
	case value == nil:
		delete(at, s.field)
	case s.list:
		at[s.field] = []any{value}
	case s.mapping:
		at[s.field] = object{key: value}
	default:
		at[s.field] = value
	}
}

// enter opens the object behind a step, made with its companions when it is not there.
func enter(at object, s step, inside reflect.Type) object {
	fresh := func() object {
		if text, ok := companions[inside.Name()]; ok {
			return parse(text)
		}
		return object{}
	}
	if s.list {
		if items, ok := at[s.field].([]any); ok && len(items) > 0 {
			return items[0].(object)
		}
		o := fresh()
		at[s.field] = []any{o}
		return o
	}
	if s.mapping {
		o := fresh()
		at[s.field] = object{"k": o}
		return o
	}
	if o, ok := at[s.field].(object); ok {
		return o
	}
	o := fresh()
	at[s.field] = o
	return o
}

// read gives what stands at a place of an object.
func read(o any, p place) (any, bool) {
	for _, s := range p.steps {
		fields, ok := o.(object)
		if !ok {
			return nil, false
		}
		if o, ok = fields[s.field]; !ok {
			return nil, false
		}
		if s.list {
			items, ok := o.([]any)
			if !ok || len(items) == 0 {
				return nil, false
			}
			o = items[0]
		} else if s.mapping {
			return nil, false
		}
	}
	return o, true
}
