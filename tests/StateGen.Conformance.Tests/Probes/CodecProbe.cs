using StateGen;
using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;
using StateGen.Serialization;

[assembly: UseCodec(typeof(AmountCodec))]
[assembly: UseCodec(typeof(LabelCodec))]

namespace StateGen.Conformance.Tests.Probes;

/// <summary>A value that its hand-written codec does not write while <see cref="Amount.IsRefused"/> is set.</summary>
public sealed record Amount(int Cents)
{
    public bool IsRefused { get; set; }
}

/// <summary>A map key that its hand-written codec does not write if it is empty.</summary>
public readonly record struct Label(string Text);

/// <summary>An operator whose states have codecs written by hand, which say only when they write that they refuse a value.</summary>
[Operator("codecs")]
public sealed partial class CodecProbe : KeyedOperator<string, Action<CodecProbe>, string>
{
    [State]
    public partial Amount? Value { get; set; }

    [State(Copy = true)]
    public partial Amount? Copied { get; set; }

    [State]
    public partial MapState<string, Amount> Map { get; }

    [State]
    public partial MapState<Label, int> Labels { get; }

    [State]
    public partial ListState<Amount> List { get; }

    protected override void OnEvent(Action<CodecProbe> value, OperatorContext<string> context) => value(this);
}

public readonly struct AmountCodec : ICodec<Amount>
{
    public static Amount Normalize(Amount value) => value;

    public static void Write(ref MessagePackWriter writer, in Amount value)
    {
        if (value.IsRefused)
            throw new NotSupportedException($"{value.Cents} cents are refused.");
        writer.WriteInt64(value.Cents);
    }

    public static Amount Read(ref MessagePackReader reader) => new(reader.ReadInt32());
}

public readonly struct LabelCodec : IKeyCodec<Label>
{
    public static Label Normalize(Label key) => key;

    public static bool Equals(in Label left, in Label right) => string.Equals(left.Text, right.Text, StringComparison.Ordinal);

    public static ulong Hash(in Label key) => StringKeyCodec.Hash(key.Text);

    public static void Write(ref KeyWriter writer, in Label key)
    {
        if (key.Text.Length == 0)
            throw new NotSupportedException("An empty label is refused.");
        StringKeyCodec.Write(ref writer, key.Text);
    }

    public static Label Read(ref KeyReader reader) => new(StringKeyCodec.Read(ref reader));
}
