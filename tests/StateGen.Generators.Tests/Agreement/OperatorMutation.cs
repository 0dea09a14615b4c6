using System.Globalization;

namespace StateGen.Generators.Tests.Agreement;

/// <summary>Edits of an operator such as people make between two versions.</summary>
internal static class OperatorMutation
{
    /// <summary>Applies none to three random edits.</summary>
    public static RandomOperator Apply(Random random, RandomOperator sample) =>
        Enumerable.Range(0, random.Next(4)).Aggregate(sample, (edited, _) => ApplyOne(random, edited));

    private static RandomOperator ApplyOne(Random random, RandomOperator sample) => random.Next(20) switch
    {
        0 => sample with { Key = RandomTypes.Key(random) },
        1 or 2 => sample with { States = Distinct(StateMutation.Apply(random, sample.States), state => state.Name) },
        >= 3 and <= 7 => EditOne(random, sample.States.Count, index => sample with { States = Distinct([.. sample.States.Select((state, other) => other == index ? StateMutation.Apply(random, state) : state)], state => state.Name) }),
        >= 8 and <= 12 => EditOne(random, sample.Records.Count, index => sample with { Records = Edit(sample.Records, index, record => EditRecord(random, record, index + 1)) }),
        >= 13 and <= 15 => EditOne(random, sample.Enums.Count, index => sample with { Enums = Edit(sample.Enums, index, type => EditEnum(random, type)) }),
        16 => EditRecord(random, sample.Generic, RandomOperator.RecordCount) is var edited && edited.Members.Any(ContainsGeneric) ? sample : sample with { Generic = edited with { Name = "G", FormerNames = [] } },
        17 => sample with { Cases = [.. sample.Cases.Take(sample.Cases.Count - 1), .. sample.Cases.Count == 1 ? sample.Cases : []] },
        18 => sample with { Cases = [.. sample.Cases.Append((sample.Cases.Max(single => single.Tag) + 1, random.Next(RandomOperator.CaseCount))).DistinctBy(single => single.Item2)] },
        _ => sample with { Cases = [.. sample.Cases.Zip(sample.Cases.Reverse(), (single, other) => (single.Tag, other.Case))] },
    };

    private static RandomType EditRecord(Random random, RandomType record, int firstRecord) => random.Next(7) switch
    {
        0 or 1 => EditMember(random, record, member => member with { Type = RandomTypes.Change(random, member.Type, firstRecord) }),
        2 => WithMembers(record, [.. record.Members, new(NewName(random, "M"), RandomTypes.Member(random, firstRecord))]),
        3 => Remove(random, record),
        4 => WithMembers(record, [.. record.Members.OrderBy(_ => random.Next())]),
        5 => Rename(random, record),
        _ => EditMember(random, record, member => member.Rename(NewName(random, "M"), random.Next(3) > 0)),
    };

    // The record of that name would contain another one, without end, and is refused.
    private static bool ContainsGeneric(RandomMember member) => member.Type.StartsWith("G<", StringComparison.Ordinal) && !member.Type.EndsWith('?');

    private static RandomType EditEnum(Random random, RandomType type) => random.Next(6) switch
    {
        0 => EditMember(random, type, member => member with { Type = random.Next(4).ToString(CultureInfo.InvariantCulture) }),
        1 => WithMembers(type, [.. type.Members, new(NewName(random, "N"), random.Next(6).ToString(CultureInfo.InvariantCulture))]),
        2 => Remove(random, type),
        3 => type with { IsFlags = !type.IsFlags },
        4 => Rename(random, type),
        _ => EditMember(random, type, member => member.Rename(NewName(random, "N"), random.Next(3) > 0)),
    };

    private static RandomType Rename(Random random, RandomType type) =>
        type with { Name = type.Name.Length == 2 ? type.Name + "Renamed" : type.Name.Replace("Renamed", "", StringComparison.Ordinal), FormerNames = random.Next(3) > 0 ? [.. type.FormerNames, type.Name] : type.FormerNames };

    private static RandomType Remove(Random random, RandomType type)
    {
        var removed = random.Next(type.Members.Count);
        return type.Members.Count > 1 ? type with { Members = [.. type.Members.Where((_, index) => index != removed)] } : type;
    }

    private static RandomType EditMember(Random random, RandomType type, Func<RandomMember, RandomMember> edit) =>
        WithMembers(type, Edit(type.Members, random.Next(type.Members.Count), edit));

    private static RandomType WithMembers(RandomType type, IReadOnlyList<RandomMember> members) => type with { Members = Distinct(members, member => member.Name) };

    private static RandomOperator EditOne(Random random, int count, Func<int, RandomOperator> edit) => edit(random.Next(count));

    private static IReadOnlyList<T> Edit<T>(IReadOnlyList<T> items, int edited, Func<T, T> edit) => [.. items.Select((item, index) => index == edited ? edit(item) : item)];

    // Few names, so that what went away comes back under its old one.
    private static string NewName(Random random, string prefix) => $"{prefix}{random.Next(6)}";

    private static IReadOnlyList<T> Distinct<T>(IReadOnlyList<T> items, Func<T, string> name) => [.. items.DistinctBy(name)];
}
