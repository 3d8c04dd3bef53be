package io.flinkarrow.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinkarrow.parquet.options.StatisticsLevel;
import io.flinkarrow.parquet.statistics.StatisticsSettings;
import io.flinkarrow.testing.DuckDbReader;
import io.flinkarrow.testing.PageWalk;
import io.flinkarrow.testing.ParquetJavaReader;
import io.flinkarrow.testing.PlainValue;
import io.flinkarrow.testing.RandomSchemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.parquet.format.ColumnChunk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files have the statistics asked for, recomputed from their pages by the walk, and readers find
 * the same rows with all, some or none of them.
 */
class StatisticsHaveTheirLevelTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"OFF, 64", "CHUNK, 64", "CHUNK, 5", "PAGE, 4", "PAGE, 7", "PAGE, 2047"})
  void ofAllColumns(StatisticsLevel level, int boundsLength) throws Exception {
    WriterOptions options =
        WriterOptions.builder()
            .columns(all -> all.statistics(level).boundsLength(boundsLength))
            .pageRows(60)
            .rowGroupRows(200)
            .build();
    RandomFile file =
        RandomFile.write(
            directory.resolve("file.parquet"),
            boundsLength,
            schemas ->
                new Schema(
                    IntStream.range(0, RandomSchemas.leafTypes().size())
                        .mapToObj(i -> schemas.leaf("c" + i, RandomSchemas.leafTypes().get(i)))
                        .toList()),
            options,
            300,
            210);

    StatisticsSettings expected = new StatisticsSettings(level, boundsLength);
    PageWalk.walk(
        Files.readAllBytes(file.path()), new PageWalk.Rules(true, true, Map.of(), expected));
    file.assertHolds("parquet-java", ParquetJavaReader.read(file.path()));
    file.assertHolds(
        "DuckDB",
        DuckDbReader.select(file.path(), name -> isKnownToDuckDb(file, name), "true"),
        PlainValue::withoutHalfNans);
  }

  @Test
  void ofOneColumnAmongOthers() throws Exception {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("off", new ArrowType.Utf8()),
                Field.nullable("chunk", new ArrowType.Utf8()),
                Field.nullable("page", new ArrowType.Utf8())));
    WriterOptions options =
        WriterOptions.builder()
            .columns(all -> all.statistics(StatisticsLevel.CHUNK))
            .column("off", column -> column.statistics(StatisticsLevel.OFF))
            .column("page", column -> column.statistics(StatisticsLevel.PAGE).boundsLength(4))
            .build();
    RandomFile file =
        RandomFile.write(directory.resolve("file.parquet"), 1, schemas -> schema, options, 100);

    List<ColumnChunk> chunks =
        PageWalk.walk(Files.readAllBytes(file.path()), RandomOptions.rules(schema, options))
            .footer()
            .getRow_groups()
            .get(0)
            .getColumns();
    assertThat(chunks.stream().map(chunk -> chunk.getMeta_data().isSetStatistics()))
        .containsExactly(false, true, true);
    assertThat(chunks.stream().map(ColumnChunk::isSetColumn_index_offset))
        .containsExactly(false, false, true);
    assertThat(chunks.get(2).getMeta_data().getStatistics().getMin_value().length)
        .isLessThanOrEqualTo(4);
    // Where pages are is no statistic: without it readers could not skip pages of other columns.
    assertThat(chunks).allMatch(ColumnChunk::isSetOffset_index_offset);
  }

  @Test
  void lengthsThatHaveNoRoomAreRefused() {
    for (int length : new int[] {3, 2048}) {
      assertThatThrownBy(() -> WriterOptions.builder().columns(all -> all.boundsLength(length)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("boundsLength must be between 4 and 2047 but was " + length);
    }
  }

  /** DuckDB reads decimals of more digits as doubles, and JDBC shows instants with nanoseconds. */
  private static boolean isKnownToDuckDb(RandomFile file, String column) {
    ArrowType type = file.schema().findField(column).getType();
    boolean longDecimal = type instanceof ArrowType.Decimal decimal && decimal.getPrecision() > 38;
    boolean nanoseconds =
        type instanceof ArrowType.Timestamp timestamp
            && timestamp.getUnit() == TimeUnit.NANOSECOND
            && timestamp.getTimezone() != null;
    return !longDecimal && !nanoseconds;
  }
}
