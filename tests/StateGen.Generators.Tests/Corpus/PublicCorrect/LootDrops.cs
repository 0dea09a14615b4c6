namespace Corpus.PublicCorrect.LootDrops;

public sealed record Kill(long Sequence, string Player, string Monster, int Level, DateTimeOffset At);

public sealed record Drop(string Id, string Player, string Item, DateTimeOffset Expires);

internal static class StableHash
{
    public static uint Of(ReadOnlySpan<char> text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }
}

[Operator("publiccorrect.loot-drops")]
public sealed partial class LootDrops : KeyedOperator<int, Kill, Drop>
{
    private static readonly string[] Items = ["sword", "shield", "potion", "ring"];

    // Names the process in the log, not a record.
    private readonly Guid _instance = Guid.NewGuid();
    private readonly DateTime _started = DateTime.UtcNow;

    [State] private partial int SinceRare { get; set; }

    [State] private partial DateOnly? FirstDay { get; set; }

    public override string ToString() => $"{_instance} since {_started:u}";

    protected override void OnEvent(Kill kill, OperatorContext<Drop> context)
    {
        FirstDay ??= DateOnly.FromDateTime(context.Timestamp.UtcDateTime);

        var random = new Random(unchecked((int)(StableHash.Of(kill.Player) ^ kill.Sequence)));
        var roll = random.Next(1, 21) + kill.Level;
        var rare = roll > 30 || SinceRare > 100;
        SinceRare = rare ? 0 : SinceRare + 1;

        var pool = Items.ToArray();
        random.Shuffle(pool);
        var midnight = DateTime.SpecifyKind(kill.At.UtcDateTime.Date, DateTimeKind.Utc);
        context.Emit(new Drop($"{kill.Sequence:x}-{roll}", kill.Player, pool[0], new DateTimeOffset(midnight).AddDays(7)));
    }
}

public static class LootPipeline
{
    public static RunnablePipeline Build(ISource<Kill> kills, ISink<Drop> drops) =>
        Pipeline.From(kills)
            .WithEventTime(kill => kill.At, TimeSpan.FromSeconds(5))
            .KeyBy(kill => (int)(StableHash.Of(kill.Player) & 0xFF))
            .Process(() => new LootDrops())
            .To(drops);
}
