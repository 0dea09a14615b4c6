using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Tests.Schemas.Resolution;

public sealed class EnumRuleTests
{
    private static readonly OperatorSchema Stored = Enum("int32", "Early = 0", "Late = 1", "Lost = 1");

    [Fact]
    public void Members_follow_their_names_and_get_their_new_numbers()
    {
        var declared = Enum("int32", "Unknown = 0", "Early = 3", "Missing (formerly Lost) = 2", "Late = 2");
        Assert.Equal(
            [SchemaChangeKind.EnumMemberAdded, SchemaChangeKind.EnumMemberRenamed, SchemaChangeKind.EnumMemberRenumbered, SchemaChangeKind.EnumMemberRenumbered, SchemaChangeKind.EnumMemberRenumbered],
            Resolved.Allowed(Stored, declared));
        Assert.Equal(new EnumPlan([new(0, 3), new(1, 2)], IsUnsigned: false), Assert.Single(Resolved.Migration(Stored, declared).Steps.Single().Types));
    }

    [Fact]
    public void New_members_leave_numbers_alone() => Assert.True(Resolved.Migration(Stored, Enum("int64", "Early = 0", "Late = 1", "Lost = 1", "Other = 7")).IsCopy);

    [Theory]
    [InlineData(SchemaChangeKind.EnumMemberRemoved, "Kind.Early", "int32", "Late = 1", "Lost = 1")]
    [InlineData(SchemaChangeKind.EnumMemberRenumbered, "Kind.Lost", "int32", "Early = 0", "Late = 1", "Lost = 2")]
    [InlineData(SchemaChangeKind.TypeChanged, "Kind", "int16", "Early = 0", "Late = 1", "Lost = 1")]
    [InlineData(SchemaChangeKind.TypeChanged, "Kind", "uint64", "Early = 0", "Late = 1", "Lost = 1")]
    public void Lost_names_parted_aliases_and_narrower_numbers_are_refused(SchemaChangeKind kind, string member, string type, params string[] members)
    {
        var refusal = Resolved.Refusal(Stored, Enum(type, members));
        Assert.Equal((kind, "X", member), (refusal.Kind, refusal.StateName, refusal.MemberName));
    }

    [Fact]
    public void Numbers_beyond_the_range_of_int64_are_followed()
    {
        var (stored, declared) = (Enum("uint64", "Top = 18446744073709551615"), Enum("uint64", "Top = 9223372036854775808"));
        Assert.Equal(new EnumPlan([new(-1, long.MinValue)], IsUnsigned: true), Assert.Single(Resolved.Migration(stored, declared).Steps.Single().Types));
    }

    [Fact]
    public void Flags_follow_their_single_bits()
    {
        var stored = Flags("byte", "None = 0", "Read = 1", "Write = 2", "All = 3");
        var declared = Flags("byte", "None = 0", "Execute = 1", "Read = 4", "Write = 2", "All = 7");
        var plan = Assert.IsType<FlagsPlan>(Assert.Single(Resolved.Migration(stored, declared).Steps.Single().Types));
        Assert.Equal([4, 2, 6, 0x86, 0x80], new long[] { 1, 2, 3, 0x83, 0x80 }.Select(plan.Map));
    }

    [Fact]
    public void The_sign_bit_is_a_flag_like_others()
    {
        var stored = Flags("sbyte", "Low = 1", "Top = -128");
        var plan = Assert.IsType<FlagsPlan>(Assert.Single(Resolved.Migration(stored, Flags("int16", "Low = 2", "Top = 256")).Steps.Single().Types));
        Assert.Equal([2, 256, 258, 0x102 | 4], new long[] { 1, -128, -127, -123 }.Select(plan.Map));
    }

    [Theory]
    [InlineData("Kind.Pair", "Read = 1", "Pair = 12")]
    [InlineData("Kind.Read", "Read = 3", "Pair = 6")]
    [InlineData("Kind.Read", "Read = 0", "Pair = 6")]
    public void Bits_without_a_name_of_their_own_keep_their_numbers(string member, params string[] members)
    {
        var refusal = Resolved.Refusal(Flags("int32", "Read = 1", "Pair = 6"), Flags("int32", members));
        Assert.Equal((SchemaChangeKind.EnumMemberRenumbered, member), (refusal.Kind, refusal.MemberName));
    }

    [Fact]
    public void An_enum_becomes_flags_only_while_its_numbers_stay()
    {
        Assert.Equal([SchemaChangeKind.TypeChanged], Resolved.Allowed(Stored, Flags("int32", "Early = 0", "Late = 1", "Lost = 1")));
        Assert.Equal("Kind.Early", Resolved.Refusal(Stored, Flags("int32", "Early = 2", "Late = 1", "Lost = 1")).MemberName);
    }

    [Fact]
    public void Members_that_exchanged_their_names_are_refused()
    {
        var resolution = Resolved.Step(Enum("int32", "A = 0", "B = 1"), Enum("int32", "A (formerly B) = 0", "B (formerly A) = 1"));
        Assert.Equal(["Kind.A", "Kind.B"], resolution.Changes.Where(change => change is { IsRefused: true, Kind: SchemaChangeKind.EnumMemberRenamed }).Select(change => change.MemberName));
    }

    [Fact]
    public void Numbers_stay_in_sets()
    {
        var refusal = Resolved.Refusal(Resolved.List("set<Kind>", "enum Kind: int32\n  A = 0\n"), Resolved.List("set<Kind>", "enum Kind: int32\n  A = 1\n"));
        Assert.Equal(SchemaChangeKind.EnumMemberRenumbered, refusal.Kind);
    }

    private static OperatorSchema Enum(string type, params string[] members) => Resolved.List("Kind", $"enum Kind: {type}\n" + string.Concat(members.Select(member => $"  {member}\n")));

    private static OperatorSchema Flags(string type, params string[] members) => Resolved.List("Kind", $"flags Kind: {type}\n" + string.Concat(members.Select(member => $"  {member}\n")));
}
