package apischema

import (
	"errors"
	"slices"
	"strings"
)

// expr is a parsed type name. OVHcloud's notation:
//
//	billing.Bill                      a builtin or a model
//	billing.Bill[], []billing.Bill    an array
//	map[string]long                   a map; the key may be an enum
//	complexType.Range<long>           an instance of a generic model
//	coreTypes.AccountId:string        an alias: a name for people, then the type on the wire
type expr struct {
	form form
	name string  // of a named type
	args []*expr // the element; the key and the value; the generic arguments
	size int     // number of nodes, bounded by maxExprSize
}

type form int

const (
	named form = iota
	array
	mapping
)

const (
	// maxExprText bounds a type name, in bytes; the longest published has 98.
	maxExprText = 512
	// maxExprSize bounds what substitution can build from generic models that
	// name themselves (A<T> with a property A<B<T,T>> doubles at each step);
	// the largest published type has 4 nodes.
	maxExprSize = 64
)

var errTypeName = errors.New("not a type name")

func newExpr(f form, name string, args ...*expr) *expr {
	e := &expr{form: f, name: name, args: args, size: 1}
	for _, a := range args {
		e.size += a.size
	}
	if e.size > maxExprSize {
		return &expr{form: named, name: "any", size: 1}
	}
	return e
}

// parseExpr parses a type name, dropping the aliases in it.
func parseExpr(text string) (*expr, error) {
	if len(text) > maxExprText {
		return nil, errTypeName
	}
	p := exprParser{rest: text}
	e, err := p.aliased()
	if err == nil && p.rest != "" {
		err = errTypeName
	}
	return e, err
}

// String spells the type without aliases; parsing it gives the same expr.
func (e *expr) String() string {
	switch {
	case e.form == mapping:
		return "map[" + e.args[0].String() + "]" + e.args[1].String()
	case e.form == array && e.args[0].form == mapping:
		return "[]" + e.args[0].String()
	case e.form == array:
		return e.args[0].String() + "[]"
	case len(e.args) == 0:
		return e.name
	}
	args := make([]string, len(e.args))
	for i, a := range e.args {
		args[i] = a.String()
	}
	return e.name + "<" + strings.Join(args, ",") + ">"
}

// substitute replaces the type variables that env binds.
func (e *expr) substitute(env map[string]*expr) *expr {
	if len(env) == 0 {
		return e
	}
	if e.form == named && len(e.args) == 0 {
		if bound, ok := env[e.name]; ok {
			return bound
		}
		return e
	}
	args := slices.Clone(e.args)
	for i, a := range args {
		args[i] = a.substitute(env)
	}
	return newExpr(e.form, e.name, args...)
}

// exprParser is a recursive descent; maxExprText bounds its depth.
type exprParser struct{ rest string }

func (p *exprParser) aliased() (*expr, error) {
	e, err := p.prefixed()
	for err == nil && p.take(":") {
		e, err = p.prefixed()
	}
	return e, err
}

// prefixed binds "[]" to the nearest type: map[string]long[] is a map of arrays.
func (p *exprParser) prefixed() (*expr, error) {
	if p.take("[]") {
		element, err := p.prefixed()
		if err != nil {
			return nil, err
		}
		return newExpr(array, "", element), nil
	}
	if p.take("map[") {
		key, err := p.aliased()
		if err != nil || !p.take("]") {
			return nil, errTypeName
		}
		value, err := p.prefixed()
		if err != nil {
			return nil, err
		}
		return newExpr(mapping, "", key, value), nil
	}
	e, err := p.simple()
	for err == nil && p.take("[]") {
		e = newExpr(array, "", e)
	}
	return e, err
}

func (p *exprParser) simple() (*expr, error) {
	end := strings.IndexAny(p.rest, "<>[],:")
	if end < 0 {
		end = len(p.rest)
	}
	name := p.rest[:end]
	p.rest = p.rest[end:]
	if name == "" || name == "map" && !strings.HasPrefix(p.rest, "<") {
		return nil, errTypeName
	}
	var args []*expr
	if p.take("<") {
		for {
			arg, err := p.aliased()
			if err != nil {
				return nil, err
			}
			args = append(args, arg)
			if p.take(">") {
				break
			}
			if !p.take(",") {
				return nil, errTypeName
			}
		}
	}
	return newExpr(named, name, args...), nil
}

func (p *exprParser) take(token string) bool {
	rest, ok := strings.CutPrefix(p.rest, token)
	if ok {
		p.rest = rest
	}
	return ok
}
