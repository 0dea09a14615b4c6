namespace Corpus.Sources.LootTables;

public enum Rarity
{
    Common,
    Rare,
    Epic,
}

public sealed record Kill(string Monster, int Level);

public sealed record Loot(string Player, string Item, Rarity Rarity, int Gold);

[Operator("sources.loottables")]
public sealed partial class LootTables : KeyedOperator<string, Kill, Loot>
{
    private static readonly Random Dice = new();
    private readonly Random _gold = new();
    private readonly Random _pity;
    private readonly string[] _items;

    public LootTables(IReadOnlyList<string> items)
    {
        _items = [.. items];
        _pity = new Random();
    }

    [State] private partial int DryStreak { get; set; }
    [State] private partial long Gold { get; set; }

    protected override void OnEvent(Kill kill, OperatorContext<Loot> context)
    {
        var roll = Dice.NextDouble() + DryStreak * 0.01; // expect: SG2010
        var rarity = roll switch
        {
            > 0.99 => Rarity.Epic,
            > 0.9 => Rarity.Rare,
            _ => Rarity.Common,
        };
        DryStreak = rarity == Rarity.Common ? DryStreak + 1 : 0;

        var gold = kill.Level * _gold.Next(1, 7); // expect: SG2010
        Gold += gold;
        context.Emit(new Loot(Key, Pick(kill), rarity, gold));
    }

    private string Pick(Kill kill)
    {
        if (kill.Monster.StartsWith("Elder", StringComparison.Ordinal))
            return "ancient rune";

        Span<int> order = stackalloc int[_items.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        _pity.Shuffle(order); // expect: SG2010
        return _items[order[0]];
    }
}

[Operator("sources.loottables.chests")]
public sealed partial class Chests : KeyedOperator<string, Kill, string>
{
    [State] private partial int Opened { get; set; }

    protected override void OnEvent(Kill kill, OperatorContext<string> context)
    {
        Opened++;
        var random = new Random(); // expect: SG2010
        var bonus = 0;
        for (var i = 0; i < kill.Level; i++)
            bonus += random.Next(3);
        if (bonus > kill.Level)
            context.Emit($"{Key} opens chest {Opened} with {bonus}");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        var prize = new Random().Next(100); // expect: SG2010
        context.Emit($"{Key} wins {prize}");
    }
}
