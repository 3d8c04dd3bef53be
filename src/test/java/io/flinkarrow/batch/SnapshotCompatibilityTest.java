package io.flinkarrow.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.body.BatchSchema;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.junit.jupiter.api.Test;

/** State goes on with the same schema, and with no other. */
class SnapshotCompatibilityTest {

  private final TypeSerializerSnapshot<RecordBatch> state =
      snapshot(BatchSchema.of(SampleStream.SCHEMA));
  private final TypeSerializerSnapshot<RecordBatch> other =
      snapshot(BatchSchema.of(RecordBatchStateTest.OTHER_SCHEMA));
  private final TypeSerializerSnapshot<RecordBatch> any = snapshot(null);

  private static TypeSerializerSnapshot<RecordBatch> snapshot(BatchSchema schema) {
    return new RecordBatchSerializer(schema).snapshotConfiguration();
  }

  @Test
  void theSameSchemaIsCompatibleAsIs() {
    assertThat(state.resolveSchemaCompatibility(state).isCompatibleAsIs()).isTrue();
    assertThat(any.resolveSchemaCompatibility(any).isCompatibleAsIs()).isTrue();
  }

  @Test
  void anotherSchemaIsRefusedWithTheJobsAsExpectedAndTheStatesAsActual() {
    assertThatThrownBy(() -> other.resolveSchemaCompatibility(state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected schema: ['id' Int(32, true)]")
        .hasMessageContaining("actual schema:   ['id' Int(64, true), 'text' Utf8]");
  }

  @Test
  void declaringASchemaForStateOfAnyIsRefusedAndTheOtherWayRound() {
    assertThatThrownBy(() -> state.resolveSchemaCompatibility(any))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("actual any schema, inline in each element");
    assertThatThrownBy(() -> any.resolveSchemaCompatibility(state))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("expected any schema, inline in each element");
  }

  @Test
  @SuppressWarnings({"unchecked", "rawtypes"})
  void anotherSerializersStateIsIncompatible() {
    TypeSerializerSnapshot longs = LongSerializer.INSTANCE.snapshotConfiguration();
    assertThat(state.resolveSchemaCompatibility(longs).isIncompatible()).isTrue();
  }
}
