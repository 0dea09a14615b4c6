using System.Diagnostics;
using System.Security.Cryptography;

namespace Corpus.Public.LootDrops;

public sealed record Kill(string Player, string Monster, int Level);

public sealed record Drop(string Id, string Player, string Item, long Seed);

internal static class Dice
{
    private static readonly string[] Names = ["boots", "helmet", "ring"];

    public static int Roll(int sides) => RandomNumberGenerator.GetInt32(1, sides + 1);

    public static string NameOf(int roll) => Names[roll % Names.Length];
}

[Operator("public.loot-drops")]
public sealed partial class LootDrops : KeyedOperator<int, Kill, Drop>
{
    [State] private partial int SinceRare { get; set; }

    [State] private partial DateOnly? FirstDay { get; set; }

    private static long Ticks => Stopwatch.GetTimestamp(); // expect: SG2010

    protected override void OnEvent(Kill kill, OperatorContext<Drop> context)
    {
        FirstDay ??= DateOnly.FromDateTime(DateTime.Today); // expect: SG2010

        var roll = Dice.Roll(20) + kill.Level; // expect: SG2010
        var rare = roll > 30 || SinceRare > 100;
        SinceRare = rare ? 0 : SinceRare + 1;

        string[] pool = ["sword", "shield", "potion", Dice.NameOf(kill.Level)];
        new Random().Shuffle(pool); // expect: SG2010

        var seed = HashCode.Combine(kill.Player, kill.Monster); // expect: SG2010
        context.Emit(new Drop(kill.Player + "-" + Ticks, kill.Player, pool[0], seed));
    }
}

public static class LootPipeline
{
    public static RunnablePipeline Build(ISource<Kill> kills, ISink<Drop> drops) =>
        Pipeline.From(kills)
            .KeyBy(kill => kill.Player.GetHashCode() & 0xFF) // expect: SG2010
            .Process(() => new LootDrops())
            .To(drops);
}
