package io.flinkarrow.testing;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.crypto.FileDecryptionProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/** Reads files with parquet-java, verifying page checksums, into {@link PlainValue}s. */
public final class ParquetJavaReader {

  private ParquetJavaReader() {}

  /** All rows, each a map from field name to value. */
  public static List<Map<String, Object>> read(Path file) throws IOException {
    return read(file, options().build(), true, column -> true);
  }

  /** All rows of an encrypted file. */
  public static List<Map<String, Object>> read(Path file, FileDecryptionProperties keys)
      throws IOException {
    return read(file, keys, column -> true);
  }

  /** Some columns of an encrypted file. */
  public static List<Map<String, Object>> read(
      Path file, FileDecryptionProperties keys, Predicate<String> columns) throws IOException {
    return read(file, options().withDecryption(keys).build(), false, columns);
  }

  /** The rows of an encrypted file that match, found with the help of its indexes. */
  public static List<Map<String, Object>> readPruned(
      Path file, FileDecryptionProperties keys, FilterPredicate filter) throws IOException {
    ParquetReadOptions options =
        options().withDecryption(keys).withRecordFilter(FilterCompat.get(filter)).build();
    return read(file, options, true, column -> true);
  }

  /**
   * The rows that match, found with the help of everything a file offers for skipping: chunk
   * statistics, dictionaries, Bloom filters, column indexes. Only some of the columns.
   */
  public static List<Map<String, Object>> readPruned(
      Path file, FilterPredicate filter, Set<String> columns) throws IOException {
    ParquetReadOptions options =
        options()
            .withRecordFilter(FilterCompat.get(filter))
            .useStatsFilter(true)
            .useDictionaryFilter(true)
            .useColumnIndexFilter(true)
            .useBloomFilter(true)
            .useRecordFilter(true)
            .build();
    return read(file, options, true, columns::contains);
  }

  /** The rows that match, found by looking at every row. Only some of the columns. */
  public static List<Map<String, Object>> readUnpruned(
      Path file, FilterPredicate filter, Set<String> columns) throws IOException {
    ParquetReadOptions options =
        options()
            .withRecordFilter(FilterCompat.get(filter))
            .useStatsFilter(false)
            .useDictionaryFilter(false)
            .useColumnIndexFilter(false)
            .useBloomFilter(false)
            .useRecordFilter(true)
            .build();
    return read(file, options, false, columns::contains);
  }

  /** How many rows are read from pages that {@code filter} could not rule out. */
  public static long rowsLeftByPruning(Path file, FilterPredicate filter) throws IOException {
    ParquetReadOptions options =
        options()
            .withRecordFilter(FilterCompat.get(filter))
            .useStatsFilter(true)
            .useDictionaryFilter(true)
            .useColumnIndexFilter(true)
            .build();
    long rows = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      for (PageReadStore pages = reader.readNextFilteredRowGroup();
          pages != null;
          pages = reader.readNextFilteredRowGroup()) {
        rows += pages.getRowCount();
      }
    }
    return rows;
  }

  public static ParquetMetadata footer(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(new LocalInputFile(file), options().build())) {
      return reader.getFooter();
    }
  }

  private static ParquetReadOptions.Builder options() {
    return ParquetReadOptions.builder(new PlainParquetConfiguration())
        .usePageChecksumVerification(true);
  }

  private static List<Map<String, Object>> read(
      Path file,
      ParquetReadOptions options,
      boolean filteredRowGroups,
      Predicate<String> columnNames)
      throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file), options)) {
      MessageType whole = reader.getFileMetaData().getSchema();
      MessageType schema =
          new MessageType(
              whole.getName(),
              whole.getFields().stream()
                  .filter(field -> columnNames.test(field.getName()))
                  .toList());
      reader.setRequestedSchema(schema);
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      FilterCompat.Filter filter =
          options.getRecordFilter() == null ? FilterCompat.NOOP : options.getRecordFilter();
      while (true) {
        PageReadStore pages =
            filteredRowGroups ? reader.readNextFilteredRowGroup() : reader.readNextRowGroup();
        if (pages == null) {
          return rows;
        }
        RecordReader<Group> records =
            columns.getRecordReader(pages, new GroupRecordConverter(schema), filter);
        for (long row = 0; row < pages.getRowCount(); row++) {
          Group group = records.read();
          if (group != null && !records.shouldSkipCurrentRecord()) {
            rows.add(struct(group, schema));
          }
        }
      }
    }
  }

  private static Map<String, Object> struct(Group group, GroupType type) {
    Map<String, Object> struct = new LinkedHashMap<>();
    for (int field = 0; field < type.getFieldCount(); field++) {
      struct.put(type.getFieldName(field), optional(group, type, field));
    }
    return struct;
  }

  private static Object optional(Group group, GroupType type, int field) {
    return group.getFieldRepetitionCount(field) == 0
        ? null
        : value(group, field, 0, type.getType(field));
  }

  private static Object value(Group group, int field, int index, Type type) {
    if (type.isPrimitive()) {
      return primitive(group, field, index, type.asPrimitiveType());
    }
    Group child = group.getGroup(field, index);
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (annotation instanceof ListLogicalTypeAnnotation) {
      return list(child, type.asGroupType());
    }
    if (annotation instanceof MapLogicalTypeAnnotation) {
      return entries(child, type.asGroupType());
    }
    return struct(child, type.asGroupType());
  }

  private static List<Object> list(Group group, GroupType type) {
    GroupType repeated = type.getType(0).asGroupType();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      values.add(optional(group.getGroup(0, i), repeated, 0));
    }
    return values;
  }

  private static List<Object> entries(Group group, GroupType type) {
    GroupType repeated = type.getType(0).asGroupType();
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group entry = group.getGroup(0, i);
      values.add(new PlainValue.Entry(optional(entry, repeated, 0), optional(entry, repeated, 1)));
    }
    return values;
  }

  private static Object primitive(Group group, int field, int index, PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> group.getBoolean(field, index);
      case INT32 -> integer(group.getInteger(field, index), annotation);
      case INT64 -> integer(group.getLong(field, index), annotation);
      case FLOAT -> PlainValue.of(group.getFloat(field, index));
      case DOUBLE -> PlainValue.of(group.getDouble(field, index));
      case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(group.getBinary(field, index), annotation);
      case INT96 -> PlainValue.of(group.getInt96(field, index).getBytes());
    };
  }

  private static Object integer(long value, LogicalTypeAnnotation annotation) {
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return BigDecimal.valueOf(value, decimal.getScale());
    }
    if (annotation instanceof IntLogicalTypeAnnotation integer && !integer.isSigned()) {
      return integer.getBitWidth() == 64
          ? PlainValue.unsigned(value)
          : (Object) (value & 0xffffffffL);
    }
    return value;
  }

  private static Object binary(Binary value, LogicalTypeAnnotation annotation) {
    byte[] bytes = value.getBytes();
    if (annotation instanceof StringLogicalTypeAnnotation
        || annotation instanceof JsonLogicalTypeAnnotation) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
      return new BigDecimal(new BigInteger(bytes), decimal.getScale());
    }
    if (annotation instanceof Float16LogicalTypeAnnotation) {
      return new PlainValue.Half((short) ((bytes[0] & 0xff) | (bytes[1] << 8)));
    }
    return PlainValue.of(bytes);
  }
}
