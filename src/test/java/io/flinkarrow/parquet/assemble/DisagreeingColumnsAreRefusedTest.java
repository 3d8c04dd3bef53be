package io.flinkarrow.parquet.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.ipc.ArrowIpc;
import io.flinkarrow.ipc.DecodeLimits;
import io.flinkarrow.parquet.column.LeafSlice;
import io.flinkarrow.parquet.column.LeafValues;
import io.flinkarrow.parquet.column.Levels;
import io.flinkarrow.testing.ArrowValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Levels that no writer writes: leaf columns of one group that do not agree where lists begin and
 * what is null, and lists that go on without an element.
 */
class DisagreeingColumnsAreRefusedTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");

  private static final String STRUCT =
      "optional group s { required int32 a; optional int32 b; required int32 c; }";
  private static final String ENTRIES =
      "optional group m (MAP) { repeated group key_value { required int32 a; optional int32 b; } }";
  private static final String NESTED =
      "optional group l (LIST) { repeated group list { optional group element { optional int32 a; "
          + "optional group b (LIST) { repeated group list { optional int32 element; } } } } }";

  /** Definition levels, and repetition levels after a slash, of one row per word. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        STRUCT + "| 1 0| 2 1| 1 0| 's.a' and 's.b'",
        STRUCT + "| 1 0| 2 0| 1 1| 's.a' and 's.c'",
        STRUCT + "| 0 0| 0 1| 0 0| 's.a' and 's.b'",
        ENTRIES + "| 2,2/1| 3| | 'm.key_value.a' and 'm.key_value.b'",
        ENTRIES + "| 2| 3,3/1| | 'm.key_value.a' and 'm.key_value.b'",
        ENTRIES + "| 2,2/1 2| 3 3,3/1| | 'm.key_value.a' and 'm.key_value.b'",
        ENTRIES + "| 1| 0| | 'm.key_value.a' and 'm.key_value.b'",
        NESTED + "| 4,4/1| 6,6/2| | 'l.list.element.a' and 'l.list.element.b.list.element'",
        NESTED + "| 4| 6,6/2,6/1| | 'l.list.element.a' and 'l.list.element.b.list.element'",
        NESTED + "| 2| 3| | 'l.list.element.a' and 'l.list.element.b.list.element'",
      })
  void columnsOfOneGroup(String schema, String first, String second, String third, String named) {
    List<String> levels = new ArrayList<>(List.of(first, second));
    if (third != null) {
      levels.add(third);
    }
    assertThatThrownBy(() -> rows(schema, levels))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "The columns %s do not agree where lists begin or end or what is null. The file is damaged; write it again"
                .formatted(named));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0,3/1", "1,3/1", "3,1/1", "3,0/1", "3/1", "3 3,1/1",
      })
  void listsThatGoOnWithoutAnElement(String levels) {
    String schema = "optional group l (LIST) { repeated group list { optional int32 element; } }";
    assertThatThrownBy(() -> rows(schema, List.of(levels)))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Column 'l.list.element' has a list that goes on, but not with an element. The file is"
                + " damaged; write it again");
  }

  /** As DuckDB writes arrays of a fixed length that are null. */
  @Test
  void listsThatGoOnWithNothingAreNull() throws Exception {
    String list = "optional group l (LIST) { repeated group list { optional int32 element; } }";
    assertThat(rows(list, List.of("0,0/1,0/1 3,2/1 0,0/1 1,1/1")).toString())
        .isEqualTo("[{l=null}, {l=[0, null]}, {l=null}, {l=[]}]");
    assertThat(rows(NESTED, List.of("1,1/1 4,4/1", "1,1/1 4,4/2,4/1")).toString())
        .isEqualTo("[{l=[]}, {l=[{a=0, b=[]}, {a=1, b=[]}]}]");
  }

  @Test
  void columnsThatAgreeComeBack() throws Exception {
    assertThat(rows(STRUCT, List.of("1 0 1", "2 0 1", "1 0 1")).toString())
        .isEqualTo("[{s={a=0, b=0, c=0}}, {s=null}, {s={a=1, b=null, c=1}}]");
    assertThat(rows(NESTED, List.of("4,3/1 0 1", "6,6/2,4/1 0 1")).toString())
        .isEqualTo("[{l=[{a=0, b=[0, 1]}, {a=null, b=[]}]}, {l=null}, {l=[]}]");
  }

  /** Whatever levels there are, they make a batch that holds, or are refused. */
  @Test
  void anyLevelsMakeABatchOrAreRefused() throws Exception {
    Random random = new Random(16);
    int refused = 0;
    int rounds = EXTENDED ? 200_000 : 5_000;
    for (int i = 0; i < rounds; i++) {
      String schema = List.of(STRUCT, ENTRIES, NESTED).get(i % 3);
      MessageType message = message(schema);
      List<String> levels = new ArrayList<>();
      int rows = 1 + random.nextInt(2);
      for (ColumnDescriptor column : message.getColumns()) {
        levels.add(randomLevels(random, column, rows));
      }
      try {
        rows(schema, levels);
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(rounds / 3, rounds - rounds / 100);
  }

  private static String randomLevels(Random random, ColumnDescriptor column, int rows) {
    StringBuilder levels = new StringBuilder();
    for (int row = 0; row < rows; row++) {
      levels.append(row == 0 ? "" : " ");
      levels.append(random.nextInt(column.getMaxDefinitionLevel() + 1));
      int more = column.getMaxRepetitionLevel() == 0 ? 0 : random.nextInt(3);
      for (int i = 0; i < more; i++) {
        levels
            .append(',')
            .append(random.nextInt(column.getMaxDefinitionLevel() + 1))
            .append('/')
            .append(1 + random.nextInt(column.getMaxRepetitionLevel()));
      }
    }
    return levels.toString();
  }

  private static MessageType message(String schema) {
    return MessageTypeParser.parseMessageType("message rows { " + schema + " }");
  }

  /** The values of a column are 0, 1, and so on. */
  private static List<Map<String, Object>> rows(String schema, List<String> levels)
      throws IOException {
    MessageType message = message(schema);
    FileFields fields = FileFields.of(message, Map.of());
    List<LeafSlice> slices = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      slices.add(slice(message.getColumns().get(i), levels.get(i)));
    }
    AssembledBatch batch = fields.assemble(slices);
    int rows = slices.get(0).rowCount();
    RecordBatch whole =
        RecordBatch.of(BatchSchema.of(fields.schema()), rows, batch.body(), batch.dictionaries());
    // Refuses batches whose offsets or indexes lead out of them.
    ArrowIpc.readStream(ArrowIpc.writeStream(whole), DecodeLimits.defaults());
    try (BufferAllocator allocator = new RootAllocator();
        var loaded = whole.load(allocator)) {
      return ArrowValues.rows(loaded.root(), loaded.dictionaries());
    }
  }

  private static LeafSlice slice(ColumnDescriptor column, String levels) {
    String[] rows = levels.strip().split(" ");
    byte[] definition = new byte[levels.length()];
    byte[] repetition = new byte[levels.length()];
    int entries = 0;
    int values = 0;
    for (String row : rows) {
      for (String entry : row.split(",")) {
        String[] both = entry.split("/");
        definition[entries] = Byte.parseByte(both[0]);
        repetition[entries] = both.length > 1 ? Byte.parseByte(both[1]) : 0;
        values += definition[entries] == column.getMaxDefinitionLevel() ? 1 : 0;
        entries++;
      }
    }
    int[] numbers = new int[values];
    for (int i = 0; i < values; i++) {
      numbers[i] = i;
    }
    return new LeafSlice(
        rows.length,
        levels(column, repetition, definition, entries),
        new LeafValues.Ints(numbers, values));
  }

  /** As files are decoded to. */
  private static Levels levels(
      ColumnDescriptor column, byte[] repetition, byte[] definition, int entries) {
    if (column.getMaxRepetitionLevel() > 0) {
      return new Levels.Materialized(repetition, definition, entries);
    }
    if (column.getMaxDefinitionLevel() > 1) {
      return new Levels.Materialized(null, definition, entries);
    }
    long[] words = new long[1];
    for (int i = 0; i < entries; i++) {
      words[0] |= (long) definition[i] << i;
    }
    return new Levels.Bitmap(words, entries, Long.bitCount(words[0]));
  }
}
