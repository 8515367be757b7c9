// Command gates reads the feature gate tables of several Kubernetes versions (pkg/features) and prints them as JSON: for
// each minor version the state every gate has in it.
//
// Usage: gates MINOR=DIRECTORY...
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// State is what one version says of a gate.
type State struct {
	// Minor is the version from which the state holds.
	Minor   int    `json:"minor"`
	Stage   string `json:"stage"`
	Default bool   `json:"default"`
}

func main() {
	out := map[string]map[string][]State{}
	for _, argument := range os.Args[1:] {
		minor, directory, _ := strings.Cut(argument, "=")
		number, err := strconv.Atoi(minor)
		if err != nil {
			fail(err)
		}
		if out[minor], err = readGates(number, directory); err != nil {
			fail(err)
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(out); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "gates:", err)
	os.Exit(1)
}

func readGates(minor int, directory string) (map[string][]State, error) {
	names, err := filepath.Glob(filepath.Join(directory, "*.go"))
	if err != nil {
		return nil, err
	}
	gates := map[string][]State{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if states := statesIn(minor, pair.Value); len(states) > 0 {
					gates[lastName(pair.Key)] = states
					return false
				}
			}
			return true
		})
	}
	return gates, nil
}

// statesIn reads {Default: …, PreRelease: …} and a list of such with Version fields.
func statesIn(minor int, value ast.Expr) []State {
	literal, ok := value.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	state := State{Minor: minor}
	for _, element := range literal.Elts {
		pair, ok := element.(*ast.KeyValueExpr)
		if !ok {
			break
		}
		switch lastName(pair.Key) {
		case "Default":
			state.Default = lastName(pair.Value) == "true"
		case "PreRelease":
			state.Stage = lastName(pair.Value)
		case "Version":
			state.Minor = minorOf(pair.Value)
		}
	}
	if state.Stage != "" {
		return []State{state}
	}
	var all []State
	for _, element := range literal.Elts {
		all = append(all, statesIn(minor, element)...)
	}
	return all
}

// minorOf reads version.MustParse("1.33").
func minorOf(value ast.Expr) int {
	call, ok := value.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return 0
	}
	literal, ok := call.Args[0].(*ast.BasicLit)
	if !ok {
		return 0
	}
	text, _ := strconv.Unquote(literal.Value)
	_, minor, _ := strings.Cut(text, ".")
	number, _ := strconv.Atoi(minor)
	return number
}

func lastName(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.SelectorExpr:
		return x.Sel.Name
	}
	return ""
}
