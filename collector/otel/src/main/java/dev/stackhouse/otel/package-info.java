/** Tells the profiler which span of OpenTelemetry a thread works on. */
package dev.stackhouse.otel;
