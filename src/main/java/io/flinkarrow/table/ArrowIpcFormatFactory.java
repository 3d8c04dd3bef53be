package io.flinkarrow.table;

import io.flinkarrow.compatibility.SupportedFlink;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.EncodingFormat;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableFactory;
import org.apache.flink.table.factories.SerializationFormatFactory;

/**
 * The format {@value ArrowIpcOptions#IDENTIFIER} of Kafka's connector and of others whose messages
 * are bytes: each message holds any number of rows. Flink finds it by its name in a table's
 * options.
 *
 * <p>It reads only. Flink hands a format that writes one row a message, which is not what record
 * batches are for; a statement that writes to such a table is refused.
 */
public final class ArrowIpcFormatFactory
    implements DeserializationFormatFactory, SerializationFormatFactory {

  @Override
  public String factoryIdentifier() {
    return ArrowIpcOptions.IDENTIFIER;
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return new LinkedHashSet<>(ArrowIpcOptions.all());
  }

  /** All: none of them changes what operators a job has. */
  @Override
  public Set<ConfigOption<?>> forwardOptions() {
    return optionalOptions();
  }

  @Override
  public DecodingFormat<DeserializationSchema<RowData>> createDecodingFormat(
      DynamicTableFactory.Context context, ReadableConfig formatOptions) {
    SupportedFlink.require();
    return new ArrowIpcDecodingFormat(
        tableName(context), PayloadOptions.of(tableName(context), formatOptions));
  }

  @Override
  public EncodingFormat<SerializationSchema<RowData>> createEncodingFormat(
      DynamicTableFactory.Context context, ReadableConfig formatOptions) {
    throw new ValidationException(
        "Table %s can't be written to with the format '%s': Flink would hand it one row a message. Make batches of rows with io.flinkarrow.row.RecordBatches.fromRows and write those with io.flinkarrow.ipc.ArrowIpcSerializationSchema in a DataStream job"
            .formatted(tableName(context), ArrowIpcOptions.IDENTIFIER));
  }

  private static String tableName(DynamicTableFactory.Context context) {
    return context.getObjectIdentifier().asSummaryString();
  }
}
