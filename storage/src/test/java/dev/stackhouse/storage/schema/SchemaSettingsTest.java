package dev.stackhouse.storage.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaSettingsTest {
    @Test
    void changesNothingUnlessAsked() {
        assertThat(SchemaSettings.parse(Map.of())).isEqualTo(SchemaOptions.DEFAULT);
    }

    @Test
    void takesTheUsualForWhatIsNotSaid() {
        assertThat(SchemaSettings.parse(
                        Map.of("STACKHOUSE_RETENTION_WINDOWS", "2d", "STACKHOUSE_CLICKHOUSE_CLUSTER", "fleet")))
                .isEqualTo(new SchemaOptions("fleet", new Retention(2, 30, 400)));
    }

    @Test
    void namesEveryFault() {
        assertThatThrownBy(() -> SchemaSettings.parse(
                        Map.of("STACKHOUSE_RETENTION_WINDOWS", "a week", "STACKHOUSE_RETENTION_TOTALS", "1y")))
                .hasMessageContaining("STACKHOUSE_RETENTION_WINDOWS is 'a week'")
                .hasMessageContaining("STACKHOUSE_RETENTION_TOTALS is '1y'");
        assertThatThrownBy(() -> SchemaSettings.parse(Map.of("STACKHOUSE_RETENTION_WINDOWS", "40d")))
                .hasMessageContaining("40, 30 and 400 days");
    }
}
