using StateGen.Schemas.Resolution;
using StateGen.Schemas.Resolution.Plans;

namespace StateGen.Tests.Schemas.Resolution;

public sealed class ScalarRuleTests
{
    [Theory]
    [InlineData("byte", "int16 uint16 int32 uint32 int64 uint64 int128 int128le uint128 uint128le biginteger decimal decimaltext single double")]
    [InlineData("sbyte", "int16 int32 int64 int128 int128le biginteger decimal decimaltext single double")]
    [InlineData("int16", "int32 int64 int128 int128le biginteger decimal decimaltext single double")]
    [InlineData("uint16", "int32 uint32 int64 uint64 int128 int128le uint128 uint128le biginteger decimal decimaltext single double")]
    [InlineData("int32", "int64 int128 int128le biginteger decimal decimaltext double")]
    [InlineData("uint32", "int64 uint64 int128 int128le uint128 uint128le biginteger decimal decimaltext double")]
    [InlineData("int64", "int128 int128le biginteger decimal decimaltext")]
    [InlineData("uint64", "int128 int128le uint128 uint128le biginteger decimal decimaltext")]
    [InlineData("int128", "int128le biginteger")]
    [InlineData("uint128", "uint128le biginteger")]
    [InlineData("int128le", "int128 biginteger")]
    [InlineData("uint128le", "uint128 biginteger")]
    [InlineData("half", "single double")]
    [InlineData("single", "double")]
    [InlineData("guid", "guidtext")]
    [InlineData("guidtext", "guid")]
    [InlineData("decimal", "decimaltext")]
    [InlineData("decimaltext", "decimal")]
    [InlineData("double", "")]
    [InlineData("biginteger", "")]
    [InlineData("string", "")]
    [InlineData("char", "")]
    [InlineData("boolean", "")]
    public void A_scalar_becomes_exactly_those_that_lose_nothing(string stored, string wider)
    {
        string[] scalars =
        [
            "boolean", "byte", "sbyte", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int128", "uint128", "int128le", "uint128le",
            "char", "half", "single", "double", "decimal",
            "decimaltext", "biginteger", "string", "uri", "version", "bytes", "guid", "guidtext", "datetime", "datetimeoffset", "timespan", "dateonly", "timeonly",
        ];
        var accepted = scalars.Where(declared => declared != stored && Resolved.Step(Resolved.List(stored), Resolved.List(declared)).IsAccepted);
        Assert.Equal(wider.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal), accepted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wider_integer_has_the_same_bytes_and_is_copied() =>
        Assert.True(Resolved.Migration(Resolved.List("list<int32>"), Resolved.List("list<int64?>?")).IsCopy);

    [Fact]
    public void Null_becomes_the_default_where_it_is_no_longer_admitted()
    {
        var plan = Resolved.Migration(Resolved.List("int32?"), Resolved.List("int64")).Steps.Single().Root;
        Assert.Equal(new DefaultIfNilPlan(CopyPlan.Instance, new ScalarDefault("int64")), plan);
    }

    [Fact]
    public void A_row_needs_no_default_because_nil_is_absent_there() =>
        Assert.True(Resolved.Migration(Resolved.Value("Key?", "opaque Key: version 1"), Resolved.Value("Key", "opaque Key: version 1")).IsCopy);

    [Fact]
    public void Null_is_refused_where_the_type_has_no_default()
    {
        var refusal = Resolved.Refusal(Resolved.List("Key?", "opaque Key: version 1"), Resolved.List("Key", "opaque Key: version 1"));
        Assert.Equal((SchemaChangeKind.TypeChanged, "Key?", "Key"), (refusal.Kind, refusal.StoredShape, refusal.DeclaredShape));
    }

    [Theory]
    [InlineData("list<int64>", "list<int32>")]
    [InlineData("list<int32>", "set<int32>")]
    [InlineData("tuple<int32,int32>", "tuple<int32>")]
    [InlineData("map<int32,string>", "list<int32>")]
    [InlineData("set<int32?>", "set<int32>")]
    [InlineData("map<string?,int32>", "map<string,int32>")]
    [InlineData("list<int32>", "int32")]
    public void What_changes_inside_a_collection_is_refused_like_anything_else(string stored, string declared)
    {
        var refusal = Resolved.Refusal(Resolved.Value(stored), Resolved.Value(declared));
        Assert.Equal(("X", null, stored, declared), (refusal.StateName, refusal.MemberName, refusal.StoredShape, refusal.DeclaredShape));
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void Elements_keys_and_values_are_converted_where_they_stand()
    {
        var plan = Resolved.Migration(Resolved.List("map<int16,tuple<list<int8>,set<int32>>>".Replace("int8", "sbyte", StringComparison.Ordinal)), Resolved.List("map<double,tuple<list<single>,set<int64>>>")).Steps.Single().Root;
        var toSingle = new ListPlan(new ConvertPlan(ScalarConversion.IntegerToSingle));
        Assert.Equal(new MapPlan(new ConvertPlan(ScalarConversion.IntegerToDouble), new TuplePlan([toSingle, CopyPlan.Instance])), plan);
    }
}
