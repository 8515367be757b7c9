// Command facts asks the server's own code (defaulting and create validation of Kubernetes) about every field of the kinds
// people write, and prints what it answers as JSON lines: default, allowed values, bounds, form and length of text.
//
// Usage: facts [all]; with "all" every alpha and beta feature gate is switched on.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	"github.com/go-logr/logr"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/capabilities"
)

func main() {
	klog.SetLogger(logr.Discard())
	capabilities.Setup(true, 0)
	if len(os.Args) > 1 && os.Args[1] == "all" {
		if err := utilfeature.DefaultMutableFeatureGate.Set("AllAlpha=true,AllBeta=true"); err != nil {
			fail(err)
		}
	}
	buffered := bufio.NewWriter(os.Stdout)
	defer buffered.Flush()
	out := json.NewEncoder(buffered)
	out.SetEscapeHTML(false)
	for _, s := range subjects {
		if errs := create(s, parse(s.base)); len(errs) > 0 {
			fail(fmt.Errorf("the base object of %s is refused: %v", s.gvk.Kind, errs))
		}
		typed, err := scheme.New(s.gvk)
		if err != nil {
			fail(err)
		}
		for _, p := range places(reflect.TypeOf(typed).Elem(), s.gvk.Kind != "Pod", nil) {
			answer := ask(s, p)
			answer.Kind, answer.Path = s.gvk.Kind, p.path()
			answer.Holders = holders(p)
			if err := out.Encode(answer); err != nil {
				fail(err)
			}
		}
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "facts:", err)
	os.Exit(1)
}

// holders names the field's own type and, where there is one, the field that leads to it: core/v1.Container.livenessProbe,
// core/v1.Probe.periodSeconds.
func holders(p place) []string {
	var out []string
	for _, s := range p.steps[max(0, len(p.steps)-2):] {
		out = append(out, short(s.holder)+"."+s.field)
	}
	return out
}

// short writes a type as core/v1.Probe.
func short(t reflect.Type) string {
	parts := strings.Split(t.PkgPath(), "/")
	return strings.Join(parts[len(parts)-2:], "/") + "." + t.Name()
}
