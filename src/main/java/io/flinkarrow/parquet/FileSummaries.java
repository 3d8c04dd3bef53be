package io.flinkarrow.parquet;

import io.flinkarrow.parquet.FileSummary.Bound;
import io.flinkarrow.parquet.FileSummary.ColumnSummary;
import io.flinkarrow.parquet.FileSummary.FileChecksums;
import io.flinkarrow.parquet.column.LeafColumn;
import io.flinkarrow.parquet.file.ColumnTotals;
import io.flinkarrow.parquet.file.DigestingOutput;
import io.flinkarrow.parquet.file.FileFooter;
import io.flinkarrow.parquet.file.FooterTotals;
import io.flinkarrow.parquet.file.ParquetFileAssembler;
import io.flinkarrow.parquet.file.RowGroupChunks;
import io.flinkarrow.parquet.geo.GeometryCollector;
import io.flinkarrow.parquet.input.ParquetInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javax.annotation.Nullable;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Makes {@link FileSummary}s of what a file's footer adds up to. */
final class FileSummaries {

  private FileSummaries() {}

  /**
   * @param digested null without checksums
   */
  static FileSummary of(
      ParquetFileAssembler file,
      List<LeafColumn> columns,
      List<ColumnTotals> totals,
      List<GeometryCollector> geometries,
      @Nullable DigestingOutput digested) {
    return new FileSummary(
        file.rowCount(),
        file.rowGroupCount(),
        file.writtenBytes(),
        columns(columns, totals, geometries),
        Optional.ofNullable(digested)
            .map(digests -> new FileChecksums(digests.crc32c(), digests.sha256())));
  }

  private static List<ColumnSummary> columns(
      List<LeafColumn> columns, List<ColumnTotals> totals, List<GeometryCollector> geometries) {
    List<ColumnSummary> summaries = new ArrayList<>(columns.size());
    for (int i = 0; i < columns.size(); i++) {
      LeafColumn column = columns.get(i);
      summaries.add(
          column(column.path(), column.type(), totals.get(i), invalidGeometries(i, geometries)));
    }
    return summaries;
  }

  /** What the footer of a finished file says of it, which is all but checksums and geometries. */
  static FileSummary read(ParquetInput file, FileFooter footer) throws IOException {
    List<ColumnTotals> totals = FooterTotals.of(file, footer);
    List<ColumnSummary> summaries = new ArrayList<>(totals.size());
    for (int i = 0; i < totals.size(); i++) {
      ColumnDescriptor column = footer.columns().get(i);
      summaries.add(
          column(
              String.join(".", column.getPath()),
              column.getPrimitiveType(),
              totals.get(i),
              OptionalLong.empty()));
    }
    return new FileSummary(
        footer.rowGroups().stream().mapToLong(RowGroupChunks::rows).sum(),
        footer.rowGroups().size(),
        file.length(),
        summaries);
  }

  private static OptionalLong invalidGeometries(int ordinal, List<GeometryCollector> geometries) {
    return geometries.stream()
        .filter(collector -> collector.column().ordinal() == ordinal)
        .mapToLong(GeometryCollector::invalidCount)
        .findAny();
  }

  private static ColumnSummary column(
      String path, PrimitiveType type, ColumnTotals totals, OptionalLong invalidGeometries) {
    Type.ID id = type.getId();
    return new ColumnSummary(
        path,
        id == null ? OptionalInt.empty() : OptionalInt.of(id.intValue()),
        totals.values(),
        totals.nulls(),
        totals.nans(),
        totals.hasBounds() ? Optional.of(min(totals)) : Optional.empty(),
        totals.hasBounds() ? Optional.of(max(totals)) : Optional.empty(),
        totals.distinctValues(),
        invalidGeometries,
        totals.encodings(),
        totals.uncompressedBytes(),
        totals.compressedBytes());
  }

  private static Bound min(ColumnTotals totals) {
    return new Bound(ByteBuffer.wrap(totals.min()), totals.minExact(), totals.minText());
  }

  private static Bound max(ColumnTotals totals) {
    return new Bound(ByteBuffer.wrap(totals.max()), totals.maxExact(), totals.maxText());
  }
}
