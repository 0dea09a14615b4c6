using System.Globalization;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>Edits of an operator such as people make between two versions.</summary>
internal static class OperatorMutation
{
    /// <summary>Applies none to three random edits.</summary>
    public static RandomOperator Apply(Random random, RandomOperator sample) =>
        Enumerable.Range(0, random.Next(4)).Aggregate(sample, (edited, _) => ApplyOne(random, edited));

    private static RandomOperator ApplyOne(Random random, RandomOperator sample) => random.Next(16) switch
    {
        0 => sample with { Key = RandomTypes.Key(random) },
        1 => sample with { States = Distinct(Add(sample.States, RandomState.Create(random, NewName(random, "S"))), state => state.Name) },
        2 when sample.States.Count > 1 => sample with { States = Remove(random, sample.States) },
        3 => EditState(random, sample, state => state with { Kind = random.Next(RandomState.Kinds) }),
        4 => EditState(random, sample, state => state with { HasTimeToLive = !state.HasTimeToLive }),
        5 => EditState(random, sample, state => state with { MapKey = RandomTypes.MapKey(random) }),
        6 => EditState(random, sample, state => state with { Name = NewName(random, "S") }),
        7 or 8 => EditState(random, sample, state => state with { Type = RandomTypes.Change(random, state.Type, 0) }),
        9 or 10 => EditRecord(random, sample, (members, record) => EditOne(random, members, member => member with { Type = RandomTypes.Change(random, member.Type, record + 1) })),
        11 => EditRecord(random, sample, (members, record) => Add(members, new(NewName(random, "M"), RandomTypes.Member(random, record + 1)))),
        12 => EditRecord(random, sample, (members, _) => members.Count > 1 ? Remove(random, members) : members),
        13 => EditRecord(random, sample, (members, _) => [.. members.OrderBy(_ => random.Next())]),
        14 => EditEnum(random, sample, members => EditOne(random, members, member => member with { Type = random.Next(4).ToString(CultureInfo.InvariantCulture) })),
        _ => EditEnum(random, sample, members => random.Next(2) == 0 && members.Count > 1 ? Remove(random, members) : Add(members, new(NewName(random, "N"), random.Next(6).ToString(CultureInfo.InvariantCulture)))),
    };

    private static RandomOperator EditState(Random random, RandomOperator sample, Func<RandomState, RandomState> edit) =>
        sample with { States = Distinct(EditOne(random, sample.States, edit), state => state.Name) };

    private static RandomOperator EditRecord(Random random, RandomOperator sample, Func<IReadOnlyList<RandomMember>, int, IReadOnlyList<RandomMember>> edit)
    {
        var record = random.Next(sample.Records.Count);
        return sample with { Records = [.. sample.Records.Select((members, index) => index == record ? Distinct(edit(members, index), member => member.Name) : members)] };
    }

    private static RandomOperator EditEnum(Random random, RandomOperator sample, Func<IReadOnlyList<RandomMember>, IReadOnlyList<RandomMember>> edit)
    {
        var number = random.Next(sample.Enums.Count);
        return sample with { Enums = [.. sample.Enums.Select((members, index) => index == number ? Distinct(edit(members), member => member.Name) : members)] };
    }

    private static IReadOnlyList<T> EditOne<T>(Random random, IReadOnlyList<T> items, Func<T, T> edit)
    {
        var edited = random.Next(items.Count);
        return [.. items.Select((item, index) => index == edited ? edit(item) : item)];
    }

    private static IReadOnlyList<T> Add<T>(IReadOnlyList<T> items, T item) => [.. items, item];

    private static IReadOnlyList<T> Remove<T>(Random random, IReadOnlyList<T> items)
    {
        var removed = random.Next(items.Count);
        return [.. items.Where((_, index) => index != removed)];
    }

    // Few names, so that what went away comes back under its old one.
    private static string NewName(Random random, string prefix) => $"{prefix}{random.Next(6)}";

    private static IReadOnlyList<T> Distinct<T>(IReadOnlyList<T> items, Func<T, string> name) => [.. items.DistinctBy(name)];
}
