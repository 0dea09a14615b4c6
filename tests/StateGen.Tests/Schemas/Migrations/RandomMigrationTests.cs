using StateGen.Formats.Migration;
using StateGen.Schemas;
using StateGen.Schemas.Resolution;
using StateGen.Serialization;

namespace StateGen.Tests.Schemas.Migrations;

/// <summary>Random schemas, random values of them, and random changes: what is accepted must be carried out, and mean the same afterwards.</summary>
public sealed class RandomMigrationTests(ITestOutputHelper output)
{
    private const int Schemas = 1_500;

    [Fact]
    public void What_is_accepted_is_carried_out_and_keeps_its_meaning()
    {
        var (accepted, refused, changed) = (0, 0, 0);
        for (var seed = 0; seed < Schemas; seed++)
        {
            var random = new Random(seed);
            var schemas = new RandomSchemas(random);
            var stored = schemas.Create();
            var declared = schemas.Change(stored);
            var resolution = SchemaResolver.Resolve(stored, declared, []);
            (accepted, refused) = resolution.IsAccepted ? (accepted + 1, refused) : (accepted, refused + 1);
            if (resolution.IsAccepted)
                changed += Migrate(stored, declared, resolution, random, seed) ? 1 : 0;
        }

        output.WriteLine($"{accepted} accepted, {refused} refused, {changed} with other bytes");
        Assert.True(accepted > 500 && refused > 50 && changed > 100, $"{accepted} accepted, {refused} refused, {changed} changed");
    }

    [Fact]
    public void A_schema_resolves_to_itself()
    {
        for (var seed = 0; seed < Schemas; seed++)
        {
            var schema = new RandomSchemas(new Random(seed)).Create();
            var resolution = SchemaResolver.Resolve(schema, schema, []);
            Assert.True(resolution.Changes.Count == 0 && resolution.Migrations.Single().States.Single().IsCopy, $"seed {seed}");
        }
    }

    [Fact]
    public void Damaged_bytes_are_refused_or_read_as_a_value_but_nothing_else()
    {
        for (var seed = 0; seed < Schemas; seed++)
        {
            var random = new Random(seed);
            var schemas = new RandomSchemas(random);
            var stored = schemas.Create();
            var resolution = SchemaResolver.Resolve(stored, schemas.Change(stored), []);
            if (!resolution.IsAccepted || new SchemaValues(stored).Write(random, stored.States[0].Type) is not { } bytes)
                continue;
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var exception = Record.Exception(() => Transcode(resolution, bytes.AsSpan(0, 1 + random.Next(bytes.Length)).ToArray()));
            Assert.True(exception is null or SerializationFormatException, $"seed {seed}: {exception}");
        }
    }

    private static bool Migrate(OperatorSchema stored, OperatorSchema declared, SchemaResolution resolution, Random random, int seed)
    {
        if (new SchemaValues(stored).Write(random, stored.States[0].Type) is not { } bytes)
            return false;
        var before = new SchemaValues(stored).Read(bytes, stored.States[0].Type);
        var migrated = Transcode(resolution, bytes);
        try
        {
            AssertSame(before, new SchemaValues(declared).Read(migrated, declared.States[0].Type));
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Seed {seed}: {Convert.ToHexString(bytes)} became {Convert.ToHexString(migrated)}.\n{stored}\n{declared}", exception);
        }

        return !bytes.AsSpan().SequenceEqual(migrated);
    }

    private static byte[] Transcode(SchemaResolution resolution, byte[] bytes)
    {
        var writer = new MessagePackWriter([]);
        try
        {
            new ValueTranscoder(resolution.Migrations[0].States[0], []).Transcode(bytes, ref writer);
            return writer.Written.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    // Members that are on one side only were removed or added; null may have become a default.
    private static void AssertSame(object? before, object? after)
    {
        if (before is List<object?> list)
        {
            var others = Assert.IsType<List<object?>>(after);
            Assert.Equal(list.Count, others.Count);
            foreach (var (first, second) in list.Zip(others))
                AssertSame(first, second);
        }
        else if (before is Dictionary<string, object?> members)
        {
            foreach (var (name, value) in Assert.IsType<Dictionary<string, object?>>(after))
            {
                var former = members.ContainsKey(name) ? name : name.TrimEnd('b');
                if (members.TryGetValue(former, out var stored))
                    AssertSame(stored, value);
            }
        }
        else if (before is not null)
        {
            Assert.Equal(before, after);
        }
    }
}
