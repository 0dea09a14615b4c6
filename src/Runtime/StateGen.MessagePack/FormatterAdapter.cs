using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using MessagePack;
using StateGen.Serialization;
using FormatterReader = MessagePack.MessagePackReader;
using FormatterWriter = MessagePack.MessagePackWriter;
using MessagePackReader = StateGen.Serialization.MessagePackReader;
using MessagePackWriter = StateGen.Serialization.MessagePackWriter;

namespace StateGen.MessagePack;

/// <summary>
/// Calls formatters for codecs. A formatter works on bytes of its own, and only a complete value passes from them into the state and back, so no
/// formatter can damage what stands beside its value. Thread-safe.
/// </summary>
internal static class FormatterAdapter
{
    private const byte Nil = MessagePackCode.Nil;

    public static void Write<T>(ref MessagePackWriter writer, T value, BoundFormatter<T> formatter)
    {
        if (!FormatterNesting.TryEnter())
        {
            throw FormatterNesting.Record(new ArgumentException(
                $"{formatter.Type} cannot write a {typeof(T)}: the value is nested deeper than {FormatterNesting.Depth} levels, or contains itself. "
                    + "Keep its parts in a MapState or ListState.",
                nameof(value)));
        }

        var buffer = FormatterBuffer.Take();
        try
        {
            Serialize(buffer, value, formatter);
            RequireOneValue(buffer.Written, formatter);
            writer.WriteRaw(buffer.Written);
        }
        finally
        {
            FormatterNesting.Leave();
            buffer.GiveBack();
        }
    }

    public static T Read<T>(ref MessagePackReader reader, BoundFormatter<T> formatter)
    {
        var end = reader;
        end.Skip();
        if (!FormatterNesting.TryEnter())
            throw FormatterNesting.Record(TooDeepToRead(formatter));
        try
        {
            // A value may keep a slice of what the formatter reads, so the bytes are a copy that nobody uses again.
            return Deserialize(reader.ReadRaw(end.Position - reader.Position).ToArray(), formatter);
        }
        finally
        {
            FormatterNesting.Leave();
        }
    }

    // A filter decides which exceptions pass, because each level that catches an exception and throws another one takes stack space.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Formatters throw anything for values that they cannot write.")]
    private static void Serialize<T>(FormatterBuffer buffer, T value, BoundFormatter<T> formatter)
    {
        try
        {
            var target = new FormatterWriter(buffer) { OldSpec = formatter.Options.OldSpec ?? false };
            formatter.Formatter.Serialize(ref target, value, formatter.Options);
            target.Flush();
        }
        catch (Exception exception) when (!FormatterNesting.Explains(exception))
        {
            throw FormatterNesting.Record(
                new ArgumentException($"{formatter.Type} cannot write a {typeof(T)}: {exception.Message}{Advice(exception)}", nameof(value), exception));
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Formatters throw anything for bytes that they cannot read.")]
    private static T Deserialize<T>(ReadOnlyMemory<byte> encoded, BoundFormatter<T> formatter)
    {
        var source = new FormatterReader(encoded);
        T? value;
        try
        {
            value = formatter.Formatter.Deserialize(ref source, formatter.Options);
        }
        catch (Exception exception) when (!FormatterNesting.Explains(exception))
        {
            throw FormatterNesting.Record(
                new SerializationFormatException($"{formatter.Type} cannot read the stored {typeof(T)}: {exception.Message}{Advice(exception)}", exception));
        }

        if (source.Consumed != encoded.Length)
            throw Unreadable(formatter, $"it read {source.Consumed} of {encoded.Length} bytes");
        return value is not null ? value : throw Unreadable(formatter, "it returned null");
    }

    private static SerializationFormatException TooDeepToRead<T>(BoundFormatter<T> formatter) => new(
        $"{formatter.Type} cannot read the stored {typeof(T)}: it is nested deeper than {FormatterNesting.Depth} levels.");

    private static SerializationFormatException Unreadable<T>(BoundFormatter<T> formatter, string reason) =>
        FormatterNesting.Record(new SerializationFormatException(
            $"{formatter.Type} cannot read the stored {typeof(T)}: {reason}. If the formatter has changed, raise the Version of its [assembly: UseCodec]."));

    private static string Advice(Exception exception) => exception is FormatterNotRegisteredException
        ? " Register a ResolverCodec, whose options name a resolver with that formatter, instead of the FormatterCodec."
        : "";

    private static void RequireOneValue<T>(ReadOnlySpan<byte> written, BoundFormatter<T> formatter)
    {
        if (FindFault(written) is { } fault)
            throw new FormatterContractException($"{formatter.Type} {fault} for a {typeof(T)}. A formatter must write exactly one value that is not nil.");
    }

    private static string? FindFault(ReadOnlySpan<byte> written)
    {
        if (written.IsEmpty)
            return "wrote nothing";
        if (written[0] == Nil)
            return "wrote nil, which stands for null,";
        var reader = new MessagePackReader(written);
        try
        {
            reader.Skip();
        }
        catch (SerializationFormatException exception)
        {
            return $"wrote an incomplete value ({exception.Message})";
        }

        return reader.AtEnd ? null : "wrote more than one value";
    }
}

/// <summary>
/// The bytes that a formatter writes. Each thread keeps one buffer for the next value; a formatter that writes other formatted values takes further ones.
/// </summary>
internal sealed class FormatterBuffer : IBufferWriter<byte>
{
    private const int KeptLength = 64 * 1024;
    private const int InitialLength = 256;

    [ThreadStatic]
    private static FormatterBuffer? _kept;

    private byte[] _bytes = new byte[InitialLength];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public static FormatterBuffer Take()
    {
        var buffer = _kept ?? new();
        _kept = null;
        return buffer;
    }

    public void GiveBack()
    {
        _length = 0;
        if (_bytes.Length <= KeptLength)
            _kept = this;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - _length), nameof(count));
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        var needed = checked(_length + Math.Max(1, sizeHint));
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Max(needed, Math.Min(_bytes.Length * 2L, Array.MaxLength)));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
