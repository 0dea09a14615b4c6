using System.Globalization;
using StateGen.Schemas.Resolution.Matching;
using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Schemas.Resolution.Steps;

/// <summary>
/// Resolves an enum by the names of its members. Numbers without a name stay as they are. Flags are resolved bit by bit, through the
/// members that have a single bit; a member with several bits follows from these, or must keep its number.
/// </summary>
internal sealed class EnumResolver(ChangeList changes, bool isDistinct)
{
    private const string Unsigned = "uint64";

    private const string DistinctRemedy = "The enum is used in set elements or map keys, where numbers must not change. Change the number of this member back.";

    public ValuePlan Resolve(EnumSchema stored, EnumSchema declared)
    {
        ResolveUnderlyingType(stored, declared);
        var pairs = ResolveMembers(stored, declared).ToArray();
        var moved = pairs.Where(pair => pair.Stored.Value != pair.Declared.Value).ToArray();
        foreach (var (before, after) in moved)
            ReportNumber(declared, before, after, stored.IsFlags != declared.IsFlags);
        if (moved.Length == 0 || stored.IsFlags != declared.IsFlags)
            return CopyPlan.Instance;
        return stored.IsFlags ? ResolveFlags(stored, declared, pairs) : ResolveNumbers(stored, declared, pairs);
    }

    /// <summary>Returns the number of a member as 64 bits. A number of a <c>uint64</c> keeps its bits.</summary>
    internal static long Number(EnumMemberSchema member) =>
        long.TryParse(member.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : unchecked((long)ulong.Parse(member.Value, CultureInfo.InvariantCulture));

    private void ResolveUnderlyingType(EnumSchema stored, EnumSchema declared)
    {
        if (stored.UnderlyingType != declared.UnderlyingType)
        {
            Report(
                ScalarConversionTable.IsWider(stored.UnderlyingType, declared.UnderlyingType),
                stored,
                declared,
                "Stored numbers do not change.",
                "The underlying type cannot hold every stored number. Make it as wide as it was.");
        }

        if (stored.IsFlags != declared.IsFlags)
            Report(isAllowed: true, stored, declared, "Stored numbers do not change.", "");
    }

    private void Report(bool isAllowed, EnumSchema stored, EnumSchema declared, string consequence, string remedy)
    {
        if (isAllowed)
            changes.Allow(SchemaChangeKind.TypeChanged, declared.Name, Describe(stored), Describe(declared), consequence);
        else
            changes.Refuse(SchemaChangeKind.TypeChanged, declared.Name, Describe(stored), Describe(declared), remedy);
    }

    private IEnumerable<(EnumMemberSchema Stored, EnumMemberSchema Declared)> ResolveMembers(EnumSchema stored, EnumSchema declared)
    {
        var matching = NameMatching.Of(stored.Members.Select(Item), declared.Members.Select(Item));
        foreach (var (before, after, remedy) in matching.Ambiguous)
            changes.Refuse(SchemaChangeKind.EnumMemberRenamed, $"{declared.Name}.{after}", before, after, remedy);
        for (var index = 0; index < declared.Members.Count; index++)
            ReportName(declared, declared.Members[index], matching.StoredOf(index) is >= 0 and var before ? stored.Members[before] : null);
        for (var index = 0; index < stored.Members.Count; index++)
        {
            if (matching.DeclaredOf(index) is >= 0 and var after)
                yield return (stored.Members[index], declared.Members[after]);
            else
                RefuseRemoved(declared, stored.Members[index]);
        }
    }

    private void RefuseRemoved(EnumSchema declared, EnumMemberSchema before) =>
        changes.Refuse(
            SchemaChangeKind.EnumMemberRemoved,
            $"{declared.Name}.{before.Name}",
            $"the value {before.Value}",
            "no such member",
            $"Stored values may use it. Restore the member, if necessary as [Obsolete], or add [FormerName(\"{before.Name}\")] to its new name.");

    private void ReportName(EnumSchema declared, EnumMemberSchema after, EnumMemberSchema? before)
    {
        var member = $"{declared.Name}.{after.Name}";
        if (before is null)
            changes.Allow(SchemaChangeKind.EnumMemberAdded, member, "no such member", $"the value {after.Value}", "Stored values do not change.");
        else if (before.Name != after.Name)
            changes.Allow(SchemaChangeKind.EnumMemberRenamed, member, before.Name, after.Name, "Stored values do not change.");
    }

    private void ReportNumber(EnumSchema declared, EnumMemberSchema before, EnumMemberSchema after, bool changesMeaning)
    {
        var member = $"{declared.Name}.{after.Name}";
        if (changesMeaning)
            Refuse(member, before, after, "[Flags] can only be added or removed if all numbers stay the same. Change the number of this member back.");
        else if (isDistinct)
            Refuse(member, before, after, DistinctRemedy);
        else
            Allow(member, before, after, "Stored values follow the name and get the new number.");
    }

    private EnumPlan ResolveNumbers(EnumSchema stored, EnumSchema declared, (EnumMemberSchema Stored, EnumMemberSchema Declared)[] pairs)
    {
        foreach (var aliases in Diverging(pairs))
        {
            var (before, after) = aliases.Last();
            var names = string.Join(" and ", aliases.Select(pair => pair.Stored.Name));
            var remedy = $"{names} are stored as the same number and would become different numbers. Give them the same number again.";
            Refuse($"{declared.Name}.{after.Name}", before, after, remedy);
        }

        return new EnumPlan(Mappings(pairs), stored.UnderlyingType == Unsigned);
    }

    private FlagsPlan ResolveFlags(EnumSchema stored, EnumSchema declared, (EnumMemberSchema Stored, EnumMemberSchema Declared)[] pairs)
    {
        var mask = MaskOf(stored.UnderlyingType);
        var single = pairs.Where(pair => IsSingleBit(Number(pair.Stored) & mask)).ToArray();
        foreach (var (before, after) in single.Where(pair => !IsSingleBit(Number(pair.Declared) & MaskOf(declared.UnderlyingType))))
            Refuse($"{declared.Name}.{after.Name}", before, after, "A single flag must stay a single flag. Give it a value with a single bit.");
        foreach (var (before, after) in Diverging(single).Select(aliases => aliases.Last()))
            Refuse($"{declared.Name}.{after.Name}", before, after, "Two names of the same flag would become different flags. Give them the same number again.");
        var plan = new FlagsPlan(Mappings(single), mask, stored.UnderlyingType == Unsigned);
        var named = single.Aggregate(0L, (bits, pair) => bits | Number(pair.Stored));
        foreach (var (before, after) in pairs.Except(single).Where(pair => IsLost(plan, named & mask, Number(pair.Stored), Number(pair.Declared), mask)))
        {
            const string remedy = "Some of its bits have no member of their own, so they cannot be converted. Change the number of this member back.";
            Refuse($"{declared.Name}.{after.Name}", before, after, remedy);
        }

        return plan;
    }

    // Finds names that had the same stored number and would become different numbers.
    private static IEnumerable<IGrouping<long, (EnumMemberSchema Stored, EnumMemberSchema Declared)>> Diverging(
        IEnumerable<(EnumMemberSchema Stored, EnumMemberSchema Declared)> pairs) => pairs
        .GroupBy(pair => Number(pair.Stored))
        .Where(aliases => aliases.Select(pair => Number(pair.Declared)).Distinct().Count() > 1);

    // A combination of named flags may stand for another combination after the change. Any other value is only known as a number and must not change.
    private static bool IsLost(FlagsPlan plan, long named, long stored, long declared, long mask) =>
        plan.Map(stored) != declared && ((stored & mask) == 0 || (stored & mask & ~named) != 0);

    private void Refuse(string member, EnumMemberSchema before, EnumMemberSchema after, string remedy) =>
        changes.Refuse(SchemaChangeKind.EnumMemberRenumbered, member, $"the value {before.Value}", $"the value {after.Value}", remedy);

    private void Allow(string member, EnumMemberSchema before, EnumMemberSchema after, string consequence) =>
        changes.Allow(SchemaChangeKind.EnumMemberRenumbered, member, $"the value {before.Value}", $"the value {after.Value}", consequence);

    private static EquatableArray<NumberMapping> Mappings(IEnumerable<(EnumMemberSchema Stored, EnumMemberSchema Declared)> pairs) => pairs
        .Where(pair => pair.Stored.Value != pair.Declared.Value)
        .Select(pair => new NumberMapping(Number(pair.Stored), Number(pair.Declared)))
        .Distinct()
        .OrderBy(mapping => mapping.Stored)
        .ToEquatableArray();

    private static bool IsSingleBit(long bits) => bits != 0 && (bits & (bits - 1)) == 0;

    private static long MaskOf(string underlyingType) =>
        ScalarConversionTable.BitsOf(underlyingType) is > 0 and < 64 and var bits ? (1L << bits) - 1 : -1;

    private static NamedItem Item(EnumMemberSchema member) => new(member.Name, member.FormerNames);

    private static string Describe(EnumSchema type) => (type.IsFlags ? "a [Flags] enum of " : "an enum of ") + type.UnderlyingType;
}
