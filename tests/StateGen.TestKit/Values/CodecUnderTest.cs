using System.Reflection;
using StateGen.Serialization;

namespace StateGen.TestKit.Values;

/// <summary>A codec found by reflection, so that a test covers those that the generator wrote without naming them.</summary>
internal abstract class CodecUnderTest
{
    /// <summary>The codec's own type.</summary>
    public abstract Type Codec { get; }

    /// <summary>The type of its values.</summary>
    public abstract Type Type { get; }

    /// <summary>The codecs that stand in an assembly, in the order of their names.</summary>
    public static IReadOnlyList<CodecUnderTest> In(Assembly assembly) =>
        [.. assembly.GetTypes().Where(type => type is { IsValueType: true, ContainsGenericParameters: false }).OrderBy(type => type.FullName, StringComparer.Ordinal).Select(Of).OfType<CodecUnderTest>()];

    /// <summary>A codec, or null if the type is none.</summary>
    public static CodecUnderTest? Of(Type codec) =>
        codec.GetInterfaces().FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICodec<>)) is { } contract
            ? (CodecUnderTest)Activator.CreateInstance(typeof(CodecUnderTest<,>).MakeGenericType(contract.GetGenericArguments()[0], codec))!
            : null;

    public abstract byte[] Write(object? value);

    /// <summary>Reads the one value that the bytes must be.</summary>
    public abstract object? Read(byte[] bytes);

    /// <summary>Reads one value and forgets it.</summary>
    public abstract void ReadOver(ref MessagePackReader reader);

    public abstract object? Normalize(object? value);

    /// <summary>What the codec of a struct says about a value; null if it has no such test.</summary>
    public bool? IsDefault(object? value) =>
        Codec.GetMethod("IsDefault", BindingFlags.Static | BindingFlags.Public) is { } test ? (bool)test.Invoke(null, [value])! : null;

    public sealed override string ToString() => Codec.ToString();
}
