package io.flinkarrow.compatibility;

import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The type of elements that Flink knows nothing about but their serializer. Flink 1.20 asks for it
 * by another method than Flink 2.
 */
public abstract class ElementTypeInformation<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  /** What Flink 1.20 calls. */
  public final TypeSerializer<T> createSerializer(ExecutionConfig config) {
    return createSerializer(config.getSerializerConfig());
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }
}
