using System.Collections.Immutable;
using StateGen.TestKit;
using StateGen.TestKit.Values;

namespace StateGen.Interop.Tests.Oracle;

/// <summary>
/// MessagePack-CSharp itself is the oracle for types with its attributes: both write the same bytes, and each reads what the other wrote as the same value.
/// Where they differ, <see cref="Differences.KnownDifferenceTests"/> says so.
/// </summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<Shape> All = [.. ScalarTable.All, .. CollectionTable.All, .. ObjectTable.All];

    private static readonly int ValuesOfScalar = TestScale.Of(50);

    public static TheoryData<string> Shapes => [.. All.Select(shape => shape.Type.ToString())];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Both_write_the_same_bytes_and_read_the_same_value(string type)
    {
        var shape = All.Single(shape => shape.Type.ToString() == type);
        foreach (var value in shape.Values)
            AssertSame(shape, value);
    }

    [Fact]
    public void Generated_scalars_are_the_same_bytes_and_values()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var values = new RandomValues(new Random(seed));
        foreach (var shape in ScalarTable.All)
        {
            for (var index = 0; index < ValuesOfScalar; index++)
                AssertSame(shape, values.Next(shape.Type));
        }
    }

    [Fact]
    public void Every_type_that_is_kept_is_compared_and_the_table_is_long()
    {
        Assert.Empty(Shape.Kept.Select(type => type.ToString()).Except(All.Select(shape => shape.Type.ToString()), StringComparer.Ordinal));
        var values = All.Sum(shape => shape.Values.Count);
        output.WriteLine($"{All.Count} shapes, {values} values");
        Assert.True(All.Count >= 60 && values >= 200, $"{All.Count} shapes, {values} values");
    }

    private static void AssertSame(Shape shape, object value)
    {
        var ours = shape.Codec.Write(value);
        Assert.Equal(Convert.ToHexString(shape.WriteByLibrary(value)), Convert.ToHexString(ours));

        // Bytes determine the value: what was read differently would be written differently, by one of the two.
        var (read, readByLibrary) = (shape.Codec.Read(ours)!, shape.ReadByLibrary(ours));
        Assert.Equal(ours, shape.WriteByLibrary(read));
        Assert.Equal(ours, shape.Codec.Write(readByLibrary));
        if (value is not One<ImmutableArray<int>> { Value.IsDefault: true })
            Assert.Equivalent(readByLibrary, read, strict: true);
    }
}
