using MessagePack;
using StateGen.TestKit.Values;

namespace StateGen.Interop.Tests.Oracle;

/// <summary>A type that both implementations write, with values of it.</summary>
internal abstract class Shape
{
    public static MessagePackSerializerOptions Options { get; } = MessagePackSerializerOptions.Standard;

    private static readonly IReadOnlyDictionary<Type, CodecUnderTest> Codecs = CodecUnderTest.In(typeof(Shape).Assembly)
        .Where(codec => codec.Type.Namespace!.StartsWith(typeof(Shape).Namespace!, StringComparison.Ordinal) && !codec.Type.IsEnum)
        .ToDictionary(codec => codec.Type);

    /// <summary>Every type that <see cref="OracleOperator"/> keeps.</summary>
    public static IEnumerable<Type> Kept => Codecs.Keys.Where(type => type.Namespace == typeof(Shape).Namespace);

    public abstract Type Type { get; }

    public abstract IReadOnlyList<object> Values { get; }

    /// <summary>The generated codec.</summary>
    public CodecUnderTest Codec => CodecOf(Type);

    public static Shape Of<T>(params T[] values)
        where T : notnull => new Typed<T>(values);

    /// <summary>Values of a type, each as the only member of an object.</summary>
    public static Shape OfOne<T>(params T[] values) => new Typed<One<T>>(Array.ConvertAll(values, value => new One<T>(value)));

    /// <inheritdoc cref="OfOne"/>
    public static Shape OfMaybe<T>(params T?[] values)
        where T : struct => new Typed<Maybe<T>>(Array.ConvertAll(values, value => new Maybe<T>(value)));

    public static CodecUnderTest CodecOf(Type type) =>
        Codecs.TryGetValue(type, out var codec) ? codec : throw new InvalidOperationException($"No operator keeps {type}.");

    /// <summary>What MessagePack-CSharp writes.</summary>
    public abstract byte[] WriteByLibrary(object value);

    public abstract object ReadByLibrary(byte[] bytes);

    private sealed class Typed<T>(T[] values) : Shape
        where T : notnull
    {
        public override Type Type => typeof(T);

        public override IReadOnlyList<object> Values { get; } = [.. values.Cast<object>()];

        public override byte[] WriteByLibrary(object value) => MessagePackSerializer.Serialize((T)value, Options);

        public override object ReadByLibrary(byte[] bytes)
        {
            var value = MessagePackSerializer.Deserialize<T>(bytes, Options, out var count, TestContext.Current.CancellationToken);
            Assert.Equal(bytes.Length, count);
            return value;
        }
    }
}
