// Command types reads the Go sources of the Kubernetes API types and prints what their declarations say as JSON: fields in
// source order with JSON name, Go type and markers, and the string constants of each named type. It keeps no sentence.
//
// Usage: types NAME=DIRECTORY... where NAME is how other packages are referred to in the output (core/v1).
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
)

// Package is one API version: its group as apiVersion spells it, and its types by name.
type Package struct {
	Group string           `json:"group"`
	Types map[string]*Type `json:"types"`
}

// Type is one declaration. A struct has Fields; any other type has Underlying.
type Type struct {
	Fields     []Field  `json:"fields"`
	Underlying string   `json:"underlying,omitempty"`
	Markers    []string `json:"markers,omitempty"`
	Constants  []string `json:"constants,omitempty"`
	// Unmarshals tells that the type reads its JSON itself.
	Unmarshals bool `json:"unmarshals,omitempty"`
}

// Field is one member of a struct. An embedded struct that JSON inlines has no name.
type Field struct {
	JSON    string   `json:"json,omitempty"`
	Go      string   `json:"go"`
	Markers []string `json:"markers,omitempty"`
}

func main() {
	packages := map[string]*Package{}
	for _, argument := range os.Args[1:] {
		name, directory, found := strings.Cut(argument, "=")
		if !found {
			fail(fmt.Errorf("%q is not NAME=DIRECTORY", argument))
		}
		p, err := readPackage(name, directory)
		if err != nil {
			fail(err)
		}
		packages[name] = p
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(packages); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "types:", err)
	os.Exit(1)
}

func readPackage(name, directory string) (*Package, error) {
	names, err := filepath.Glob(filepath.Join(directory, "*.go"))
	if err != nil {
		return nil, err
	}
	p := &Package{Types: map[string]*Type{}}
	var files []*ast.File
	set := token.NewFileSet()
	for _, f := range names {
		base := filepath.Base(f)
		if strings.HasSuffix(base, "_test.go") || strings.HasPrefix(base, "zz_") || strings.HasPrefix(base, "generated") {
			continue
		}
		file, err := parser.ParseFile(set, f, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	for _, file := range files {
		readTypes(p, name, file)
	}
	// constants and methods refer to types of any file, so they are read when all types are known
	for _, file := range files {
		readConstants(p, file)
		readMethods(p, file)
	}
	return p, nil
}

func readTypes(p *Package, name string, file *ast.File) {
	scope := scopeOf(name, file)
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.TYPE {
			continue
		}
		for _, s := range group.Specs {
			spec := s.(*ast.TypeSpec)
			t := &Type{Markers: markers(group.Doc, spec.Doc)}
			if st, ok := spec.Type.(*ast.StructType); ok {
				t.Fields = fields(st, scope)
			} else {
				t.Underlying = scope.expression(spec.Type)
			}
			p.Types[spec.Name.Name] = t
		}
	}
}

func fields(st *ast.StructType, scope scope) []Field {
	out := []Field{}
	for _, f := range st.Fields.List {
		tag := ""
		if f.Tag != nil {
			raw, _ := strconv.Unquote(f.Tag.Value)
			tag, _, _ = strings.Cut(reflect.StructTag(raw).Get("json"), ",")
		}
		embedded := len(f.Names) == 0
		if tag == "-" || (tag == "" && !embedded) {
			continue
		}
		out = append(out, Field{JSON: tag, Go: scope.expression(f.Type), Markers: markers(f.Doc, f.Comment)})
	}
	return out
}

func readConstants(p *Package, file *ast.File) {
	for _, declaration := range file.Decls {
		group, ok := declaration.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, s := range group.Specs {
			spec := s.(*ast.ValueSpec)
			for i, value := range spec.Values {
				typeName, text := constant(spec.Type, value)
				if spec.Names[i].Name == "GroupName" {
					p.Group = text
				} else if t := p.Types[typeName]; t != nil {
					t.Constants = append(t.Constants, text)
				}
			}
		}
	}
}

// constant gives type and text of `Name Type = "text"` and of `Name = Type("text")`.
func constant(declared ast.Expr, value ast.Expr) (typeName, text string) {
	if id, ok := declared.(*ast.Ident); ok {
		typeName = id.Name
	}
	if call, ok := value.(*ast.CallExpr); ok && len(call.Args) == 1 {
		if id, ok := call.Fun.(*ast.Ident); ok {
			typeName, value = id.Name, call.Args[0]
		}
	}
	literal, ok := value.(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		return "", ""
	}
	text, _ = strconv.Unquote(literal.Value)
	return typeName, text
}

func readMethods(p *Package, file *ast.File) {
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok || function.Recv == nil || function.Name.Name != "UnmarshalJSON" {
			continue
		}
		if star, ok := function.Recv.List[0].Type.(*ast.StarExpr); ok {
			if id, ok := star.X.(*ast.Ident); ok && p.Types[id.Name] != nil {
				p.Types[id.Name].Unmarshals = true
			}
		}
	}
}

// markers gives the lines of comments that are instructions to generators (`+optional`, `+listType=map`).
func markers(groups ...*ast.CommentGroup) []string {
	var out []string
	for _, group := range groups {
		if group == nil {
			continue
		}
		for _, comment := range group.List {
			line := strings.TrimSpace(strings.TrimPrefix(comment.Text, "//"))
			if strings.HasPrefix(line, "+") && len(line) > 1 {
				marker, _, _ := strings.Cut(line, " //")
				out = append(out, marker)
			}
		}
	}
	return out
}

// scope knows what the package names of one file stand for.
type scope struct {
	own     string
	imports map[string]string
}

func scopeOf(own string, file *ast.File) scope {
	s := scope{own: own, imports: map[string]string{}}
	for _, i := range file.Imports {
		path, _ := strconv.Unquote(i.Path.Value)
		short := shortPath(path)
		alias := filepath.Base(path)
		if i.Name != nil {
			alias = i.Name.Name
		}
		s.imports[alias] = short
	}
	return s
}

// shortPath turns an import path into the NAME of the command line: k8s.io/api/core/v1 is core/v1.
func shortPath(path string) string {
	for _, prefix := range []string{"k8s.io/api/", "k8s.io/apimachinery/pkg/apis/", "k8s.io/apimachinery/pkg/"} {
		if rest, ok := strings.CutPrefix(path, prefix); ok {
			return rest
		}
	}
	return path
}

// expression writes a Go type with every name qualified: []core/v1.Container, map[string]api/resource.Quantity.
func (s scope) expression(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		if ast.IsExported(x.Name) {
			return s.own + "." + x.Name
		}
		return x.Name
	case *ast.StarExpr:
		return "*" + s.expression(x.X)
	case *ast.ArrayType:
		return "[]" + s.expression(x.Elt)
	case *ast.MapType:
		return "map[" + s.expression(x.Key) + "]" + s.expression(x.Value)
	case *ast.SelectorExpr:
		return s.imports[x.X.(*ast.Ident).Name] + "." + x.Sel.Name
	}
	return fmt.Sprintf("%T", e)
}
