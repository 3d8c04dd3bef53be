package io.flinkarrow.sink.committed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.FileSummary;
import io.flinkarrow.parquet.FileSummary.Bound;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.FileSummary.FileChecksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** Committed files come back as they were, whatever their summaries have and lack. */
class CommittedFileSerializerTest {

  private static final ColumnSummary EVERYTHING =
      new ColumnSummary(
          "a.b",
          OptionalInt.of(7),
          10,
          OptionalLong.of(3),
          OptionalLong.of(1),
          Optional.of(new Bound(ByteBuffer.wrap(new byte[] {1, 2, 3}), true, "least")),
          Optional.of(new Bound(ByteBuffer.wrap(new byte[0]), false, "")),
          OptionalLong.of(4),
          OptionalLong.of(2),
          List.of("PLAIN", "RLE"),
          100,
          50);

  private static final ColumnSummary NOTHING =
      new ColumnSummary(
          "ü",
          OptionalInt.empty(),
          0,
          OptionalLong.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          List.of(),
          0,
          0);

  private static final CommittedFile FILE =
      new CommittedFile(
          "town=a%2Fb/day=1",
          new Path("s3://bucket/a dir/town=a%2Fb/day=1/part-1.parquet"),
          new FileSummary(
              10,
              2,
              1L << 40,
              List.of(EVERYTHING, NOTHING),
              Optional.of(new FileChecksums(0xFFFF_FFFFL, "ab"))));

  private final CommittedFileSerializer serializer = new CommittedFileSerializer();

  private byte[] bytes(CommittedFile file) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(file, out);
    return out.getCopyOfBuffer();
  }

  @Test
  void filesComeBackAsTheyWere() throws Exception {
    for (CommittedFile file : List.of(FILE, serializer.createInstance())) {
      DataInputDeserializer in = new DataInputDeserializer(bytes(file));
      assertThat(serializer.deserialize(in)).isEqualTo(file);
      assertThat(in.available()).isZero();
    }
  }

  @Test
  void theValuesOfThePartitionAreThoseOfThePath() {
    assertThat(FILE.partition()).containsExactly(Map.entry("town", "a/b"), Map.entry("day", "1"));
    assertThat(new CommittedFile("a/=b/c%zz=%41%4", FILE.path(), FILE.summary()).partition())
        .containsExactly(Map.entry("c%zz", "A%4"));
  }

  @Test
  void flinkFindsTheTypeByItself() {
    assertThat(TypeInformation.of(CommittedFile.class)).isEqualTo(CommittedFile.TYPE);
  }

  @Test
  void bytesOfSomethingElseAreRefused() throws Exception {
    byte[] bytes = bytes(FILE);
    bytes[0] = 9;
    assertThatThrownBy(() -> serializer.deserialize(new DataInputDeserializer(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Expected a committed file in form 1 but form 9 came");
  }
}
