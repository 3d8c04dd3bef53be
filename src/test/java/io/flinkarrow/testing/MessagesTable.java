package io.flinkarrow.testing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.serialization.RuntimeContextInitializationContextAdapters;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.Projection;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.format.DecodingFormat;
import org.apache.flink.table.connector.format.ProjectableDecodingFormat;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.factories.DeserializationFormatFactory;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.factories.SerializationFormatFactory;
import org.apache.flink.table.types.DataType;
import org.apache.flink.util.Collector;

/**
 * The connector {@code messages}: a topic's messages without a topic, from a list in this JVM. It
 * treats formats as Kafka's connector does, and hands them the columns that a query needs.
 */
public final class MessagesTable implements DynamicTableSourceFactory, DynamicTableSinkFactory {

  private static final ConfigOption<String> TOPIC =
      ConfigOptions.key("topic").stringType().noDefaultValue();

  private static final Map<String, List<byte[]>> TOPICS = new ConcurrentHashMap<>();
  private static final Map<String, DataType> PRODUCED = new ConcurrentHashMap<>();

  /** A topic's messages, which all tests of this JVM see. */
  public static void put(String topic, List<byte[]> messages) {
    TOPICS.put(topic, List.copyOf(messages));
  }

  /** The columns that the format was last asked for. */
  public static DataType produced(String topic) {
    return PRODUCED.get(topic);
  }

  @Override
  public String factoryIdentifier() {
    return "messages";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(TOPIC, FactoryUtil.FORMAT);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    DecodingFormat<DeserializationSchema<RowData>> format =
        helper.discoverDecodingFormat(DeserializationFormatFactory.class, FactoryUtil.FORMAT);
    helper.validate();
    return new Source(helper.getOptions().get(TOPIC), format, context.getPhysicalRowDataType());
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.discoverEncodingFormat(SerializationFormatFactory.class, FactoryUtil.FORMAT);
    throw new UnsupportedOperationException(
        "The format %s would write".formatted(SerializationSchema.class));
  }

  private static final class Source implements ScanTableSource, SupportsProjectionPushDown {

    private final String topic;
    private final DecodingFormat<DeserializationSchema<RowData>> format;
    private final DataType columns;
    private int[][] projection;

    Source(String topic, DecodingFormat<DeserializationSchema<RowData>> format, DataType columns) {
      this.topic = topic;
      this.format = format;
      this.columns = columns;
      this.projection = Projection.all(columns).toNestedIndexes();
    }

    @Override
    public boolean supportsNestedProjection() {
      return false;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
      projection = projectedFields;
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return format.getChangelogMode();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      DeserializationSchema<RowData> schema =
          ((ProjectableDecodingFormat<DeserializationSchema<RowData>>) format)
              .createRuntimeDecoder(context, columns, projection);
      PRODUCED.put(topic, Projection.of(projection).project(columns));
      return new Scan(topic, schema);
    }

    @Override
    public DynamicTableSource copy() {
      Source copy = new Source(topic, format, columns);
      copy.projection = projection;
      return copy;
    }

    @Override
    public String asSummaryString() {
      return "messages";
    }
  }

  private record Scan(String topic, DeserializationSchema<RowData> schema)
      implements DataStreamScanProvider {

    @Override
    public DataStream<RowData> produceDataStream(
        ProviderContext context, StreamExecutionEnvironment environment) {
      String name = topic;
      return environment
          .fromSource(
              new DataGeneratorSource<>(
                  number -> TOPICS.get(name).get(Math.toIntExact(number)),
                  TOPICS.get(name).size(),
                  PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO),
              WatermarkStrategy.noWatermarks(),
              "messages")
          .setParallelism(1)
          .flatMap(new Deserialize(schema))
          .returns(schema.getProducedType())
          .setParallelism(1);
    }

    @Override
    public boolean isBounded() {
      return true;
    }
  }

  private static final class Deserialize extends RichFlatMapFunction<byte[], RowData> {

    private static final long serialVersionUID = 1L;

    private final DeserializationSchema<RowData> schema;

    Deserialize(DeserializationSchema<RowData> schema) {
      this.schema = schema;
    }

    @Override
    public void open(OpenContext context) throws Exception {
      schema.open(
          RuntimeContextInitializationContextAdapters.deserializationAdapter(getRuntimeContext()));
    }

    @Override
    public void flatMap(byte[] message, Collector<RowData> out) throws Exception {
      schema.deserialize(message, out);
    }
  }
}
