package server

import (
	"context"
	"net/http"
	"os"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// TracesWanted says whether the environment asks for traces, by OpenTelemetry's
// own variables. Without them nothing is sent anywhere.
func TracesWanted(getenv func(string) string) bool {
	if strings.EqualFold(getenv("OTEL_SDK_DISABLED"), "true") || getenv("OTEL_TRACES_EXPORTER") == "none" {
		return false
	}
	return getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
}

// OpenTraces sends traces to the collector that the environment names, over HTTP.
// The exporter and the sampler read the rest of the environment themselves.
func OpenTraces(ctx context.Context, version string) (*sdktrace.TracerProvider, error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, err
	}
	attrs := []attribute.KeyValue{attribute.String("service.version", version)}
	if os.Getenv("OTEL_SERVICE_NAME") == "" {
		attrs = append(attrs, attribute.String("service.name", "interdict"))
	}
	res, err := resource.New(ctx, resource.WithAttributes(attrs...), resource.WithFromEnv())
	if err != nil {
		return nil, err
	}
	return sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(res)), nil
}

// spanning is a span, or none.
type spanning struct{ trace.Span }

var propagator = propagation.TraceContext{}

// trace begins a request's span, where traces are wanted. It bears the route and
// the status, and nothing of the address.
func (srv *Server) trace(ctx context.Context, r *http.Request, a *asked) (context.Context, spanning) {
	if srv.tracer == nil {
		return ctx, spanning{}
	}
	ctx = propagator.Extract(ctx, propagation.HeaderCarrier(r.Header))
	ctx, span := srv.tracer.Start(ctx, a.route(), trace.WithSpanKind(trace.SpanKindServer),
		trace.WithAttributes(attribute.String("http.request.method", methodOf(r)), attribute.String("http.route", a.route())))
	return ctx, spanning{span}
}

func (s spanning) end(a *asked, w *answering) {
	if s.Span == nil {
		return
	}
	a.mu.Lock()
	s.SetAttributes(attribute.Int("http.response.status_code", w.status), attribute.Int("interdict.screened", a.screened), attribute.Int("interdict.hits", a.hits))
	a.mu.Unlock()
	if w.status >= http.StatusInternalServerError {
		s.SetStatus(codes.Error, "")
	}
	s.End()
}
