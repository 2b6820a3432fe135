package dev.stackhouse.otel;

import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizer;
import io.opentelemetry.sdk.autoconfigure.spi.AutoConfigurationCustomizerProvider;

/** What OpenTelemetry's agent and its autoconfigured SDK find by themselves in an extension or on the class path. */
public final class ProfilingExtension implements AutoConfigurationCustomizerProvider {
    @Override
    public void customize(AutoConfigurationCustomizer autoConfiguration) {
        ProfiledContextStorage.install();
    }
}
