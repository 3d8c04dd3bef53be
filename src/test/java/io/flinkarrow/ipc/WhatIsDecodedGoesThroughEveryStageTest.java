package io.flinkarrow.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.batch.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random payloads as odd as the format allows them are read, and whatever is read is written,
 * copied, loaded and made rows of. Where a stage has no place for it, it says so by column. So do
 * payloads with something changed that are still read, and those that become a table's schema
 * first.
 */
@Timeout(3600)
class WhatIsDecodedGoesThroughEveryStageTest {

  private static final int PAYLOADS = Boolean.getBoolean("flinkarrow.extended") ? 30_000 : 150;

  private static final DecodeLimits LIMITS =
      DecodeLimits.builder().maximumDecodedBytes(1 << 20).maximumRows(2_000).build();

  private static final int[] EXTREMES = {0, 1, -1, 2, 4, 7, 8, 16, 0xff, 0x7fffffff, 0x80000000};

  @Test
  void randomPayloadsAreReadAndGoThrough() throws IOException {
    int read = 0;
    for (int seed = 0; seed < PAYLOADS; seed++) {
      if (goesThrough("seed " + seed, new RandomPayloads(seed).stream(), null)) {
        read++;
      }
    }
    // The others use a dictionary that is not there, or its nulls in a required column.
    assertThat(read).isGreaterThan(PAYLOADS * 9 / 10);
  }

  @Test
  void changedOnesAreRefusedOrGoThrough() throws IOException {
    int read = 0;
    int refused = 0;
    Random random = new Random(5);
    for (int seed = 0; seed < PAYLOADS; seed++) {
      byte[] payload = new RandomPayloads(seed).stream();
      for (int i = 0; i < 4; i++) {
        int at = random.nextInt(payload.length - 4) & -4;
        byte[] changed = payload.clone();
        ByteBuffer.wrap(changed)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(at, EXTREMES[random.nextInt(EXTREMES.length)]);
        if (goesThrough("seed " + seed + " changed at " + at, changed, null)) {
          read++;
        } else {
          refused++;
        }
      }
    }
    assertThat(read).isGreaterThan(PAYLOADS / 2);
    assertThat(refused).isGreaterThan(PAYLOADS / 2);
  }

  @Test
  void thoseThatBecomeATablesSchemaGoThrough() throws IOException {
    int read = 0;
    for (int seed = 0; seed < PAYLOADS; seed++) {
      byte[] payload = new RandomPayloads(seed).stream();
      List<RecordBatch> batches;
      try {
        batches = ArrowIpc.readStream(payload, LIMITS);
      } catch (MalformedPayloadException e) {
        continue;
      }
      Schema table = new RandomTables(new Random(seed)).of(batches.get(0).schema());
      if (goesThrough("seed " + seed, payload, table)) {
        read++;
      }
    }
    assertThat(read).isGreaterThan(PAYLOADS / 4);
  }

  @Test
  void oddNamesGoThrough() throws IOException {
    ArrowType number = new ArrowType.Int(32, true);
    Field dotted = Field.nullable("a.b", number);
    Field struct =
        new Field(
            "a", FieldType.nullable(new ArrowType.Struct()), List.of(Field.nullable("b", number)));
    List<Field> odd = new ArrayList<>(List.of(dotted, struct));
    for (String name :
        List.of(
            "",
            " ",
            "list",
            "element",
            "A",
            ".",
            "/",
            "=",
            "\u0000",
            "\ud83d\ude00",
            "x".repeat(3000))) {
      odd.add(Field.nullable(name, number));
    }
    HandMade batch = new HandMade(1);
    for (Field field : odd) {
      batch.node(1, 0).none();
      if (field.getChildren().isEmpty()) {
        batch.ints(1);
      } else {
        batch.node(1, 0).none().ints(1);
      }
    }
    assertThat(goesThrough("names", batch.stream(odd.toArray(Field[]::new)), null)).isTrue();
  }

  @Test
  void noColumnsGoThrough() throws IOException {
    byte[] rows = new HandMade(3).message();
    byte[] none = new HandMade(0).message();
    assertThat(goesThrough("rows", HandMade.stream(new Schema(List.of()), rows, none), null))
        .isTrue();
    assertThat(goesThrough("no batches", HandMade.stream(new Schema(List.of())), null)).isTrue();
  }

  /** No deeper, as parquet-java's reader takes twice as long for each list more. */
  @Test
  void deepColumnsGoThrough() throws IOException {
    for (ArrowType type :
        List.of(
            new ArrowType.Struct(),
            new ArrowType.List(),
            new ArrowType.FixedSizeList(1),
            new ArrowType.LargeListView())) {
      Field field = Field.nullable("n", new ArrowType.Int(32, true));
      HandMade batch = new HandMade(1);
      for (int depth = 1; depth < 14; depth++) {
        field = new Field("d" + depth, FieldType.nullable(type), List.of(field));
        batch.node(1, 0).none();
        switch (type.getTypeID()) {
          case List -> batch.ints(0, 1);
          case LargeListView -> batch.longs(0).longs(1);
          default -> {}
        }
      }
      batch.node(1, 0).none().ints(7);
      assertThat(goesThrough("deep " + type, batch.stream(field), null)).isTrue();
    }
  }

  /** Whether it was read. */
  private static boolean goesThrough(String name, byte[] payload, Schema table) throws IOException {
    List<RecordBatch> batches;
    try {
      batches =
          table == null
              ? ArrowIpc.readStream(payload, LIMITS)
              : ArrowIpcDeserializationSchema.of(table)
                  .withLimits(LIMITS)
                  .withSchemaPolicy(SchemaPolicy.WIDENING)
                  .decode(payload);
    } catch (MalformedPayloadException e) {
      assertThat(e.isDecoderFailure()).as("%s: %s", name, e).isFalse();
      return false;
    }
    try {
      Stages.take(batches);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(name + " was read, but then " + e, e);
    }
    return true;
  }
}
