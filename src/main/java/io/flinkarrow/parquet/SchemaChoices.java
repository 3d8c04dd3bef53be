package io.flinkarrow.parquet;

import io.flinkarrow.parquet.options.GeometryFormat;
import io.flinkarrow.parquet.options.ListNames;
import io.flinkarrow.parquet.options.SortingColumn;
import io.flinkarrow.parquet.options.TimestampUnit;
import io.flinkarrow.parquet.options.UnsortedRows;
import io.flinkarrow.parquet.schema.SchemaMapping;
import java.io.Serializable;
import java.util.List;
import javax.annotation.Nullable;

/**
 * What options say of the schema as a whole, and of what the footer says beside it. A builder
 * changes its own instance; what {@link WriterOptions} holds is a copy that never changes.
 */
final class SchemaChoices implements Serializable {

  private static final long serialVersionUID = 1L;

  @Nullable TimestampUnit timestampUnit;
  boolean truncateTimestamps;
  boolean fixedLengthDecimals;
  ListNames listNames = ListNames.STANDARD;
  boolean arrowSchema = true;
  @Nullable String createdBy;
  List<SortingColumn> sortingColumns = List.of();
  UnsortedRows unsortedRows = UnsortedRows.REFUSE;

  SchemaChoices copy() {
    SchemaChoices copy = new SchemaChoices();
    copy.timestampUnit = timestampUnit;
    copy.truncateTimestamps = truncateTimestamps;
    copy.fixedLengthDecimals = fixedLengthDecimals;
    copy.listNames = listNames;
    copy.arrowSchema = arrowSchema;
    copy.createdBy = createdBy;
    copy.sortingColumns = sortingColumns;
    copy.unsortedRows = unsortedRows;
    return copy;
  }

  SchemaMapping mapping(boolean int96Timestamps, GeometryFormat geometry) {
    return new SchemaMapping(
        int96Timestamps,
        timestampUnit,
        truncateTimestamps,
        fixedLengthDecimals,
        listNames,
        geometry);
  }
}
