package main

import (
	"context"
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/admissionregistration/install"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/batch/install"
	_ "k8s.io/kubernetes/pkg/apis/coordination/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	_ "k8s.io/kubernetes/pkg/apis/discovery/install"
	_ "k8s.io/kubernetes/pkg/apis/networking/install"
	_ "k8s.io/kubernetes/pkg/apis/node/install"
	_ "k8s.io/kubernetes/pkg/apis/policy/install"
	_ "k8s.io/kubernetes/pkg/apis/rbac/install"
	_ "k8s.io/kubernetes/pkg/apis/scheduling/install"
	_ "k8s.io/kubernetes/pkg/apis/storage/install"
)

var scheme = legacyscheme.Scheme

// decode reads an object of the subject's kind under a name and a namespace.
func decode(s subject, o object) (runtime.Object, error) {
	typed, err := scheme.New(s.gvk)
	if err != nil {
		return nil, err
	}
	metadata := object{"name": "n"}
	if s.strategy.NamespaceScoped() {
		metadata["namespace"] = "default"
	}
	o["metadata"] = metadata
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	return typed, json.Unmarshal(text, typed)
}

// plain gives the object as JSON would show it.
func plain(o runtime.Object) any {
	text, err := json.Marshal(o)
	if err != nil {
		panic(err)
	}
	var out any
	if err := json.Unmarshal(text, &out); err != nil {
		panic(err)
	}
	return out
}

// defaulted gives the object before and after the server fills in what is not there.
func defaulted(s subject, o object) (before, after any, err error) {
	typed, err := decode(s, o)
	if err != nil {
		return nil, nil, err
	}
	before = plain(typed)
	scheme.Default(typed)
	return before, plain(typed), nil
}

// create asks the server's own code whether it would store the object.
func create(s subject, o object) (errs field.ErrorList) {
	defer func() {
		// some validations assume that declarative ones have run before them
		if r := recover(); r != nil {
			errs = field.ErrorList{field.InternalError(nil, fmt.Errorf("%v", r))}
		}
	}()
	typed, err := decode(s, o)
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	scheme.Default(typed)
	internal, err := scheme.ConvertToVersion(typed, schema.GroupVersion{Group: s.gvk.Group, Version: runtime.APIVersionInternal})
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	accessor, err := meta.Accessor(internal)
	if err != nil {
		return field.ErrorList{field.InternalError(nil, err)}
	}
	rest.FillObjectMetaSystemFields(accessor)
	ctx := request.NewContext()
	if s.strategy.NamespaceScoped() {
		ctx = request.WithNamespace(ctx, "default")
	}
	return validate(s, ctx, internal)
}

func validate(s subject, ctx context.Context, internal runtime.Object) field.ErrorList {
	info := request.RequestInfo{
		APIGroup: s.gvk.Group, APIVersion: s.gvk.Version, Resource: s.resource, Verb: "create", IsResourceRequest: true,
	}
	ctx = request.WithRequestInfo(ctx, &info)
	s.strategy.PrepareForCreate(ctx, internal)
	return rest.ValidateCreate(ctx, internal, s.strategy)
}
