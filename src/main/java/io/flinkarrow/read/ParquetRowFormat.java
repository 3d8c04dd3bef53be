package io.flinkarrow.read;

import io.flinkarrow.value.ReadableTypes;
import java.io.IOException;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.core.fs.Path;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.RowType;

/**
 * Reads Parquet files of any writer as rows, without Hadoop: for {@code FileSource} and for SQL.
 *
 * <p>Columns are found by name, and only those asked for are read; asking for none gives as many
 * empty rows as the file has. A column, or a field within one, that a file lacks is read as NULL if
 * it is nullable; otherwise the file is refused. So is a column whose type in the file cannot be
 * read as the asked one without changing values.
 *
 * <p>A file can be read by many splits: a row group is read by the split that holds its middle
 * byte. Readers go on after a checkpoint where they were. Memory: what is compressed of at most 8
 * MiB of each asked column, a page of each, and two batches of rows.
 */
public final class ParquetRowFormat implements BulkFormat<RowData, FileSourceSplit> {

  private static final long serialVersionUID = 1L;

  private final RowType rowType;
  private final TypeInformation<RowData> producedType;

  /**
   * Reads the fields of {@code rowType}, in its order.
   *
   * @param producedType what the source declares that it produces, for example {@code
   *     InternalTypeInfo.of(rowType)}
   * @throws UnsupportedOperationException if there is no Parquet type for a field
   */
  public ParquetRowFormat(RowType rowType, TypeInformation<RowData> producedType) {
    ReadableTypes.check(rowType, "Parquet");
    this.rowType = rowType;
    this.producedType = Objects.requireNonNull(producedType);
  }

  /** How many rows a file has, as its footer says. */
  public static long rowCount(Path file) throws IOException {
    try (ParquetInput input = ParquetInput.open(file)) {
      return FileFooter.read(input).rowGroups().stream().mapToLong(RowGroupChunks::rows).sum();
    }
  }

  @Override
  public BulkFormat.Reader<RowData> createReader(Configuration configuration, FileSourceSplit split)
      throws IOException {
    return ParquetRowReader.open(split, rowType);
  }

  @Override
  public BulkFormat.Reader<RowData> restoreReader(
      Configuration configuration, FileSourceSplit split) throws IOException {
    return ParquetRowReader.open(split, rowType);
  }

  @Override
  public boolean isSplittable() {
    return true;
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return producedType;
  }
}
