package io.flinkarrow.partition;

import io.flinkarrow.batch.RecordBatch;
import io.flinkarrow.batch.body.BatchSchema;
import io.flinkarrow.batch.body.DictionaryBatch;
import io.flinkarrow.layout.StorageType;
import io.flinkarrow.parquet.schema.ExtensionAnnotation;
import io.flinkarrow.parquet.schema.TimestampZone;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.UUID;
import javax.annotation.Nullable;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;

/** A level of directories and the column of batches that it looks at. Not thread-safe. */
final class PartitionColumn {

  private final PartitionField level;
  private final ArrowType type;
  private final boolean uuid;
  @Nullable private final ArrowType.Int runEnds;
  @Nullable private final DictionaryEncoding encoding;
  private final BatchSchema schema;
  private final int index;
  private final ConstantColumn constant;

  /** Null if the values are bytes. */
  @Nullable private final PartitionValueFormat numbers;

  /** The last batch's, whose entries stand beside it: the parts of one batch share it. */
  @Nullable private DictionaryBatch dictionary;

  @Nullable private DictionaryEncodedValues.Entries entries;

  /**
   * @param index of the column
   * @throws IllegalArgumentException if its type has no place in a path
   */
  PartitionColumn(PartitionField level, BatchSchema schema, int index, ZoneId zone) {
    Field column = schema.schema().getFields().get(index);
    boolean runs = isRunEndEncoded(column);
    Field field = runs ? column.getChildren().get(1) : column;
    this.level = level;
    this.type = StorageType.of(field);
    this.uuid = ExtensionAnnotation.isUuid(field);
    this.runEnds = runs ? (ArrowType.Int) StorageType.of(column.getChildren().get(0)) : null;
    this.encoding = field.getDictionary();
    this.schema = schema;
    this.index = index;
    this.numbers = numbers(zone);
    this.constant = constant();
  }

  /** Runs in a dictionary, and runs of runs, are refused as nested types are. */
  private static boolean isRunEndEncoded(Field field) {
    return field.getDictionary() == null
        && StorageType.of(field).getTypeID() == ArrowTypeID.RunEndEncoded
        && field.getChildren().size() == 2;
  }

  private ConstantColumn constant() {
    if (runEnds != null) {
      return ConstantColumn.ofRuns(runEnds);
    }
    return encoding == null
        ? ConstantColumn.of(type, numbers)
        : ConstantColumn.of(encoding.getIndexType(), null);
  }

  @Nullable
  private PartitionValueFormat numbers(ZoneId zone) {
    if (level.pattern() != null) {
      TimePattern pattern = TimePattern.of(level.pattern());
      if (type instanceof ArrowType.Timestamp timestamp) {
        return PartitionValueFormat.timeBy(
            pattern, TimestampZone.isInstant(timestamp) ? zone : null);
      }
      if (type instanceof ArrowType.Date) {
        return PartitionValueFormat.dateBy(level, pattern);
      }
      throw RefusedColumn.noTime(level, type);
    }
    return switch (type.getTypeID()) {
      case Utf8, LargeUtf8, Utf8View -> null;
      case Decimal -> {
        if (Math.abs((long) ((ArrowType.Decimal) type).getScale()) > PathEscaping.MAXIMUM_BYTES) {
          throw RefusedColumn.tooLong(level, type);
        }
        yield null;
      }
      case Int ->
          ((ArrowType.Int) type).getIsSigned()
              ? PartitionValueFormat.signed()
              : PartitionValueFormat.unsigned();
      case Bool -> PartitionValueFormat.bool();
      case Date -> PartitionValueFormat.date();
      case Timestamp -> throw RefusedColumn.withoutPattern(level, type);
      case FixedSizeBinary -> {
        if (!uuid) {
          throw RefusedColumn.noText(level, type);
        }
        yield null;
      }
      case NONE,
          Null,
          Struct,
          List,
          LargeList,
          FixedSizeList,
          ListView,
          LargeListView,
          Union,
          Map,
          FloatingPoint,
          Binary,
          LargeBinary,
          BinaryView,
          Time,
          Interval,
          Duration,
          RunEndEncoded ->
          throw RefusedColumn.noText(level, type);
    };
  }

  String name() {
    return level.column();
  }

  PartitionField level() {
    return level;
  }

  /** Of the values, not of a dictionary's indexes. */
  ArrowType type() {
    return type;
  }

  /** Whether all rows of a batch surely have the value of the first; no says nothing. */
  boolean isConstant(RecordBatch batch) {
    return constant.isConstant(schema.buffers(index, batch.body()), batch.rowCount());
  }

  /**
   * The column of a batch.
   *
   * @param rows looked at: those from the first to this one
   * @throws RuntimeException if the column's buffers don't hold what its rows need
   */
  BatchValues of(RecordBatch batch, int rows) {
    ByteBuffer[] buffers = schema.buffers(index, batch.body());
    return runEnds == null ? ofSlots(batch, buffers, rows) : ofRuns(batch, buffers, rows);
  }

  private BatchValues ofRuns(RecordBatch batch, ByteBuffer[] buffers, int rows) {
    int[] runOfRow = RunValues.runs(this, runEnds, buffers[1], rows);
    // Behind the validity and the numbers of the run ends.
    ByteBuffer[] values = Arrays.copyOfRange(buffers, 2, buffers.length);
    return new RunValues(ofSlots(batch, values, runOfRow[rows - 1] + 1), runOfRow);
  }

  private BatchValues ofSlots(RecordBatch batch, ByteBuffer[] buffers, int rows) {
    return encoding == null
        ? values(buffers, rows)
        : new DictionaryEncodedValues(
            this, encoding.getIndexType(), buffers, rows, entries(dictionaryOf(batch)));
  }

  private DictionaryBatch dictionaryOf(RecordBatch batch) {
    for (DictionaryBatch candidate : batch.dictionaries()) {
      if (candidate.id() == encoding.getId()) {
        return candidate;
      }
    }
    throw new IllegalStateException("A batch lacks dictionary %d".formatted(encoding.getId()));
  }

  private DictionaryEncodedValues.Entries entries(DictionaryBatch ofBatch) {
    if (ofBatch != dictionary) {
      BatchValues values = values(ofBatch.body().arrayBuffers(), ofBatch.size());
      entries = new DictionaryEncodedValues.Entries(values, ofBatch.size());
      dictionary = ofBatch;
    }
    return entries;
  }

  private BatchValues values(ByteBuffer[] buffers, int rows) {
    return numbers != null
        ? new NumberValues(this, numbers, buffers, rows)
        : BytesValues.of(type, text(), buffers, rows);
  }

  private BytesValues.TextForm text() {
    if (type instanceof ArrowType.Decimal decimal) {
      return (bytes, row) -> new BigDecimal(integer(bytes), decimal.getScale()).toPlainString();
    }
    return uuid
        ? (bytes, row) -> uuid(ByteBuffer.wrap(bytes)).toString()
        : (bytes, row) -> Utf8Text.of(bytes, name(), row);
  }

  private static UUID uuid(ByteBuffer bigEndian) {
    return new UUID(bigEndian.getLong(), bigEndian.getLong());
  }

  private static BigInteger integer(byte[] littleEndian) {
    byte[] reversed = new byte[littleEndian.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = littleEndian[reversed.length - 1 - i];
    }
    return new BigInteger(reversed);
  }
}
