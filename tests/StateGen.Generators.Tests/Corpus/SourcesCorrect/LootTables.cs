using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Corpus.SourcesCorrect.LootTables;

public enum Rarity
{
    Common,
    Rare,
    Epic,
}

public sealed record Kill(Guid Id, string Monster, int Level, long Sequence);

public sealed record Loot(Guid Id, string Player, Rarity Rarity, int Gold);

[Operator("sourcescorrect.loottables")]
public sealed partial class LootTables : KeyedOperator<string, Kill, Loot>
{
    private static readonly Guid Realm = Guid.Parse("6f0a4a35-6f5d-4c07-9a0f-0a1f0c6d2b11");
    private readonly int _seed;

    public LootTables(int seed) => _seed = seed;

    [State] private partial int DryStreak { get; set; }
    [State] private partial int RarityMark { get; set; }

    protected override void OnEvent(Kill kill, OperatorContext<Loot> context)
    {
        var random = new Random(_seed ^ kill.Sequence.GetHashCode());
        var roll = random.NextDouble() + DryStreak * 0.01;
        var rarity = roll > 0.99 ? Rarity.Epic : roll > 0.9 ? Rarity.Rare : Rarity.Common;
        DryStreak = rarity == Rarity.Common ? DryStreak + 1 : 0;
        RarityMark = rarity.GetHashCode();
        context.Emit(new Loot(Combine(Realm, kill.Id), Key, rarity, Gold(kill)));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Loot> context)
    {
        var random = new Random(Seed: timer.Timestamp.Day + DryStreak);
        context.Emit(new Loot(Realm, Key, Rarity.Common, random.Next(1, 100)));
    }

    private int Gold(Kill kill)
    {
        var bytes = Encoding.UTF8.GetBytes(Key + kill.Monster);
        var digest = SHA256.HashData(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(digest) & 0xff;
    }

    private static Guid Combine(Guid left, Guid right)
    {
        Span<byte> a = stackalloc byte[16];
        Span<byte> b = stackalloc byte[16];
        left.TryWriteBytes(a);
        right.TryWriteBytes(b);
        for (var i = 0; i < 16; i++)
            a[i] ^= b[i];
        return new Guid(a);
    }
}
