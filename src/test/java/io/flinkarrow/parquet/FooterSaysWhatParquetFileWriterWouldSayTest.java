package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinkarrow.testing.ChunkFacts;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetFileWriterReference;
import io.flinkarrow.testing.RandomSchemas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.SizeStatistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Given the pages of our file, parquet-java's {@code ParquetFileWriter} writes the same footer and
 * indexes, where it can say what we say. Columns with a NaN are left to the page walk: there
 * parquet-java writes bounds that lose rows.
 */
class FooterSaysWhatParquetFileWriterWouldSayTest {

  private static final boolean EXTENDED = Boolean.getBoolean("flinkarrow.extended");
  private static final WriterOptions OPTIONS =
      WriterOptions.builder().pageRows(60).rowGroupRows(250).keyValueMetadata("a", "b").build();

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("seeds")
  void ofFlatColumns(int seed) throws IOException {
    compare(seed, FooterSaysWhatParquetFileWriterWouldSayTest::flat);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void ofNestedColumns(int seed) throws IOException {
    compare(1000 + seed, schemas -> schemas.schema(4, 1 + seed % 6));
  }

  static IntStream seeds() {
    return IntStream.range(0, EXTENDED ? 100 : 5);
  }

  private static Schema flat(RandomSchemas schemas) {
    List<ArrowType> types = RandomSchemas.leafTypes();
    List<Field> fields =
        IntStream.range(0, types.size())
            .mapToObj(i -> schemas.leaf("c" + i, types.get(i)))
            .toList();
    return new Schema(fields);
  }

  private void compare(int seed, Function<RandomSchemas, Schema> schemaOf) throws IOException {
    Path path = directory.resolve("ours.parquet");
    RandomFile.write(path, seed, schemaOf, OPTIONS, 300, 210);
    byte[] ours = Files.readAllBytes(path);
    PageWalk.WalkedFile walked = PageWalk.walk(ours, PageWalk.Rules.OURS);
    Path copy = directory.resolve("reference.parquet");
    ParquetFileWriterReference.rewrite(ours, walked.footer(), copy);
    byte[] reference = Files.readAllBytes(copy);
    FileMetaData referenceFooter = footer(reference);
    Set<Integer> otherBounds = new HashSet<>();
    for (int i = 0; i < walked.chunks().size(); i++) {
      ChunkFacts chunk = walked.chunks().get(i);
      if (chunk.extremes().nanCount() > 0 || isLongFixedBytes(chunk)) {
        otherBounds.add(i);
      }
    }
    compareIndexes(ours, walked.footer(), reference, referenceFooter, otherBounds);
    compareFooters(
        comparable(walked.footer(), otherBounds), comparable(referenceFooter, otherBounds));
  }

  /** parquet-java truncates their bounds; {@link PageWalk} checks ours. */
  private static boolean isLongFixedBytes(ChunkFacts chunk) {
    PrimitiveType type = chunk.column().getPrimitiveType();
    return type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
        && type.getTypeLength() > PageWalk.Rules.OURS.all().boundsLength();
  }

  private static void compareIndexes(
      byte[] ours,
      FileMetaData ourFooter,
      byte[] reference,
      FileMetaData referenceFooter,
      Set<Integer> otherBounds)
      throws IOException {
    List<ColumnChunk> ourChunks = chunks(ourFooter);
    List<ColumnChunk> referenceChunks = chunks(referenceFooter);
    assertThat(ourChunks).hasSameSizeAs(referenceChunks);
    for (int i = 0; i < ourChunks.size(); i++) {
      String path = String.join(".", ourChunks.get(i).getMeta_data().getPath_in_schema());
      assertThat(offsetIndex(ours, ourChunks.get(i)))
          .as("offset index of %s", path)
          .isEqualTo(offsetIndex(reference, referenceChunks.get(i)));
      if (!otherBounds.contains(i)) {
        ColumnIndex expected = columnIndex(reference, referenceChunks.get(i));
        expected.unsetNan_counts();
        assertThat(columnIndex(ours, ourChunks.get(i)))
            .as("column index of %s", path)
            .isEqualTo(expected);
      }
    }
  }

  private static void compareFooters(FileMetaData ours, FileMetaData reference) {
    assertThat(ours.getSchema()).isEqualTo(reference.getSchema());
    for (int i = 0; i < chunks(ours).size(); i++) {
      ColumnChunk chunk = chunks(ours).get(i);
      assertThat(chunk)
          .as("%s", chunk.getMeta_data().getPath_in_schema())
          .isEqualTo(chunks(reference).get(i));
    }
    assertThat(ours).isEqualTo(reference);
  }

  /** Takes out what only one of the two can say, and orders what has no order. */
  private static FileMetaData comparable(FileMetaData footer, Set<Integer> otherBounds) {
    FileMetaData copy = footer.deepCopy();
    copy.unsetCreated_by();
    copy.getKey_value_metadata().sort(Comparator.naturalOrder());
    List<ColumnChunk> chunks = chunks(copy);
    for (int i = 0; i < chunks.size(); i++) {
      ColumnChunk chunk = chunks.get(i);
      chunk.setColumn_index_offset(0).setColumn_index_length(0);
      chunk.setOffset_index_offset(0).setOffset_index_length(0);
      ColumnMetaData metaData = chunk.getMeta_data();
      metaData.getEncodings().sort(Comparator.naturalOrder());
      metaData.getEncoding_stats().sort(Comparator.naturalOrder());
      metaData.getStatistics().unsetIs_min_value_exact();
      metaData.getStatistics().unsetIs_max_value_exact();
      metaData.getStatistics().unsetNan_count();
      if (metaData.getType() == Type.FIXED_LEN_BYTE_ARRAY) {
        // parquet-java writes the deprecated ones of halves, which old readers compare as bytes.
        metaData.getStatistics().unsetMin();
        metaData.getStatistics().unsetMax();
      }
      if (new SizeStatistics().equals(metaData.getSize_statistics())) {
        metaData.unsetSize_statistics();
      }
      if (otherBounds.contains(i)) {
        metaData.unsetStatistics();
      }
    }
    return copy;
  }

  private static List<ColumnChunk> chunks(FileMetaData footer) {
    return footer.getRow_groups().stream().flatMap(group -> group.getColumns().stream()).toList();
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int end = file.length - 8;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
    return Util.readFileMetaData(new ByteArrayInputStream(file, end - length, length));
  }

  private static ColumnIndex columnIndex(byte[] file, ColumnChunk chunk) throws IOException {
    return Util.readColumnIndex(
        new ByteArrayInputStream(
            file, (int) chunk.getColumn_index_offset(), chunk.getColumn_index_length()));
  }

  private static OffsetIndex offsetIndex(byte[] file, ColumnChunk chunk) throws IOException {
    return Util.readOffsetIndex(
        new ByteArrayInputStream(
            file, (int) chunk.getOffset_index_offset(), chunk.getOffset_index_length()));
  }
}
