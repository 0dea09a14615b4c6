using System.Buffers;
using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;
using StateGen.Serialization;
using LibrarySerializer = MessagePack.MessagePackSerializer;
using MessagePackReader = StateGen.Serialization.MessagePackReader;
using MessagePackWriter = StateGen.Serialization.MessagePackWriter;

namespace StateGen.Benchmarks.Serialization;

/// <summary>Values of one type, and the ways to write and read them that are compared.</summary>
internal abstract class MessagePackShape(string name)
{
    public string Name => name;

    /// <summary>Gets the number of values that one call of a way processes.</summary>
    public abstract int Count { get; }

    /// <summary>Gets the length of the bytes of all values.</summary>
    public abstract int Length { get; }

    /// <summary>Gets the ways to write into a buffer that is reused; the codec is the first.</summary>
    public abstract IReadOnlyList<(string Name, Func<long> Run)> BufferWriters { get; }

    /// <summary>Gets the ways to write into a new array; the codec is the first.</summary>
    public abstract IReadOnlyList<(string Name, Func<long> Run)> ArrayWriters { get; }

    /// <summary>Gets the ways to read from an array; the codec is the first.</summary>
    public abstract IReadOnlyList<(string Name, Func<long> Run)> Readers { get; }
}

/// <summary>Compares the codec of a type with the serializer of MessagePack-CSharp and its standard resolver.</summary>
internal sealed class MessagePackShape<T, TCodec> : MessagePackShape
    where TCodec : struct, ICodec<T>
{
    private const string Codec = "codec";
    private const string Library = "library";
    private const string Sorting = "library, sorted";
    private const int BufferLength = 1 << 16;

    private readonly T[] _values;
    private readonly byte[][] _encodings;
    private readonly MessagePackSerializerOptions? _sorting;
    private readonly byte[] _codecBuffer = new byte[BufferLength];
    private readonly ArrayBufferWriter<byte> _libraryBuffer = new(BufferLength);

    /// <summary>Encodes the values both ways and checks that the library reads what the codec writes.</summary>
    /// <param name="name">The name in the table.</param>
    /// <param name="values">The values.</param>
    /// <param name="sorting">For maps: the formatter that sorts before it writes.</param>
    public MessagePackShape(string name, T[] values, IMessagePackFormatter<T>? sorting = null)
        : base(name)
    {
        _values = values;
        _encodings = Array.ConvertAll(values, Encode);
        if (sorting is not null)
            _sorting = MessagePackSerializerOptions.Standard.WithResolver(CompositeResolver.Create([sorting], [StandardResolver.Instance]));
        foreach (var (value, encoding) in values.Zip(_encodings))
            Check(value, encoding);
    }

    public override int Count => _values.Length;

    public override int Length => _encodings.Sum(encoding => encoding.Length);

    public override IReadOnlyList<(string Name, Func<long> Run)> BufferWriters =>
        [(Codec, WriteByCodec), .. ByLibrary(options => () => WriteByLibrary(options))];

    public override IReadOnlyList<(string Name, Func<long> Run)> ArrayWriters => [(Codec, EncodeByCodec), .. ByLibrary(options => () => EncodeByLibrary(options))];

    public override IReadOnlyList<(string Name, Func<long> Run)> Readers => [(Codec, ReadByCodec), (Library, ReadByLibrary)];

    private (string Name, Func<long> Run)[] ByLibrary(Func<MessagePackSerializerOptions, Func<long>> run)
    {
        var library = (Library, run(MessagePackSerializerOptions.Standard));
        return _sorting is null ? [library] : [library, (Sorting, run(_sorting))];
    }

    private long WriteByCodec()
    {
        var total = 0L;
        var writer = new MessagePackWriter(_codecBuffer);
        foreach (var value in _values)
        {
            writer.Clear();
            TCodec.Write(ref writer, in value);
            total += writer.Length;
        }

        writer.Dispose();
        return total;
    }

    private long WriteByLibrary(MessagePackSerializerOptions options)
    {
        var total = 0L;
        foreach (var value in _values)
        {
            _libraryBuffer.ResetWrittenCount();
            LibrarySerializer.Serialize(_libraryBuffer, value, options);
            total += _libraryBuffer.WrittenCount;
        }

        return total;
    }

    private long EncodeByCodec()
    {
        var total = 0L;
        foreach (var value in _values)
            total += Encode(value).Length;
        return total;
    }

    private long EncodeByLibrary(MessagePackSerializerOptions options)
    {
        var total = 0L;
        foreach (var value in _values)
            total += LibrarySerializer.Serialize(value, options).Length;
        return total;
    }

    private long ReadByCodec()
    {
        foreach (var encoding in _encodings)
        {
            var reader = new MessagePackReader(encoding);
            TCodec.Read(ref reader);
        }

        return Count;
    }

    private long ReadByLibrary()
    {
        foreach (var encoding in _encodings)
            LibrarySerializer.Deserialize<T>(encoding, MessagePackSerializerOptions.Standard);
        return Count;
    }

    private byte[] Encode(T value)
    {
        var writer = new MessagePackWriter(_codecBuffer);
        TCodec.Write(ref writer, in value);
        var encoding = writer.Written.ToArray();
        writer.Dispose();
        return encoding;
    }

    // Entries of maps are in another order, so lengths are compared.
    private void Check(T value, byte[] encoding)
    {
        var read = LibrarySerializer.Deserialize<T>(encoding, MessagePackSerializerOptions.Standard);
        if (!Encode(read).AsSpan().SequenceEqual(encoding) || LibrarySerializer.Serialize(value, MessagePackSerializerOptions.Standard).Length != encoding.Length)
            throw new InvalidOperationException($"The two formats of the shape '{Name}' are not equal.");
    }
}
