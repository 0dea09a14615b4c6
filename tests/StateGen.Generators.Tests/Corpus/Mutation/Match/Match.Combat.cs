namespace Corpus.Mutation.Match;

internal sealed partial class Match
{
    private static bool Hit(Hero hero, int damage, out int left)
    {
        left = hero.Health -= damage;
        return left > 0;
    }

    private void Fight(Attack attack, OperatorContext<Feed> context)
    {
        if (!Heroes.TryGetValue(attack.Target, out var target) || !Heroes.TryGetValue(attack.Player, out var attacker))
            return;

        var damage = attacker.Bag.TryGetValue("sword", out var swords) ? attack.Damage + swords : attack.Damage;
        if (Hit(target, damage, out var left)) // expect: SG2007
        {
            context.Emit(new Feed($"{attack.Target} has {left} left"));
            return;
        }

        target.Health = 0;
        Heroes[attack.Target] = target;
        attacker.Kills++;
        attacker.Rest(5); // expect: SG2007
        Bury(attack.Target, Fallen ?? []); // expect: SG2007
    }

    private static void Bury(string name, List<string> graves)
    {
        if (!graves.Contains(name))
            graves.Add(name);
    }

    private void Collect(Loot loot)
    {
        Hero Current() => Heroes[loot.Player];
        Current().Gold += loot.Gold; // expect: SG2007

        var bag = Current().Bag;
        bag[loot.Item] = bag.GetValueOrDefault(loot.Item) + 1; // expect: SG2007
    }

    private void Tick(OperatorContext<Feed> context)
    {
        if (Arena is not { Tiles: { Length: > 0 } tiles } arena)
            return;

        ref var tile = ref tiles[Turn % tiles.Length];
        tile = null; // expect: SG2007
        if (Turn % 10 != 0)
            return;

        var weakest = Heroes.Values.MinBy(hero => hero.Health);
        weakest?.Rest(1); // expect: SG2007
        context.Emit(new Feed($"{weakest?.Name} rests at {arena.Name}"));
    }
}
