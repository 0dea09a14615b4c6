using StateGen;
using StateGen.Conformance.Tests.Probes;
using StateGen.Keys;

[assembly: UseCodec(typeof(BadgeCodec))]

namespace StateGen.Conformance.Tests.Probes;

/// <summary>A key that its hand-written codec does not write while <see cref="Badge.IsRefused"/> is set, and does not hash while <see cref="Badge.HasNoHash"/> is set.</summary>
public sealed class Badge(string text)
{
    public string Text { get; } = text;

    public bool IsRefused { get; set; }

    public bool HasNoHash { get; set; }

    /// <summary>Gets or sets what happens when a timer of the badge fires.</summary>
    public Action? Fired { get; set; }

    public override string ToString() => Text;
}

/// <summary>An operator that has nothing but timers. Its events are the code that it runs.</summary>
[Operator("badges")]
public sealed partial class BadgeProbe : KeyedOperator<Badge, Action<TimerService>, string>
{
    protected override void OnEvent(Action<TimerService> value, OperatorContext<string> context) => value(context.Timers);

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        Key.Fired?.Invoke();
        context.Emit(Key.Text);
    }
}

public readonly struct BadgeCodec : IKeyCodec<Badge>
{
    public static Badge Normalize(Badge key) => key;

    public static bool Equals(in Badge left, in Badge right) => string.Equals(left.Text, right.Text, StringComparison.Ordinal);

    public static ulong Hash(in Badge key) =>
        key.HasNoHash ? throw new NotSupportedException($"The badge '{key.Text}' has no hash.") : StringKeyCodec.Hash(key.Text);

    public static void Write(ref KeyWriter writer, in Badge key)
    {
        if (key.IsRefused)
            throw new NotSupportedException($"The badge '{key.Text}' is refused.");
        StringKeyCodec.Write(ref writer, key.Text);
    }

    public static Badge Read(ref KeyReader reader) => new(StringKeyCodec.Read(ref reader));
}
