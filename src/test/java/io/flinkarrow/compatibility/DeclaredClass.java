package io.flinkarrow.compatibility;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a class file offers to others.
 *
 * @param superName null if it is {@code Object}
 * @param methods by name and descriptor, with their access flags
 * @param fields by name and descriptor, with their access flags
 */
record DeclaredClass(
    String name,
    int access,
    String superName,
    List<String> interfaces,
    Map<String, Integer> methods,
    Map<String, Integer> fields) {

  static DeclaredClass of(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    Map<String, Integer> methods = new HashMap<>();
    Map<String, Integer> fields = new HashMap<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            methods.put(name + descriptor, access);
            return null;
          }

          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            fields.put(name + ":" + descriptor, access);
            return null;
          }
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return new DeclaredClass(
        reader.getClassName(),
        reader.getAccess(),
        reader.getSuperName(),
        List.of(reader.getInterfaces()),
        methods,
        fields);
  }

  boolean isInterface() {
    return is(Opcodes.ACC_INTERFACE);
  }

  boolean is(int flag) {
    return (access & flag) != 0;
  }

  String packageName() {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }
}
