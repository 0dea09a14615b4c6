using StateGen.Engine.Exchange;
using StateGen.Keys;
using StateGen.Schemas;
using StateGen.Tests.Errors;

namespace StateGen.Tests.Pipelines;

/// <summary>Which record an error of a key names, whatever its codec throws.</summary>
public sealed class KeyExtractionTests
{
    private static readonly string[] Events = ["a", "b", "c", "d"];

    private static readonly OperatorSchema Schema = OperatorSchema.Parse("operator probe\n  key string\n  value Count: int32\n");

    [Fact]
    public void A_key_whose_codec_throws_is_named_with_the_record()
    {
        var extraction = new KeyExtraction<string, string>("probe", static value => value, new OperatorDefinition<string, RefusingKeyCodec>(Schema), Events.Length, TestFailures.Of(ErrorPolicy.Fail));
        var origins = Events.Select((_, index) => new RecordOrigin("list-0", index + 1)).ToArray();
        var failure = Assert.Throws<FunctionException>(() => extraction.Extract(Events, origins));
        Assert.Contains("The key of operator 'probe' failed for the record at list-0:3: The codec refuses 'c'.", failure.Message, StringComparison.Ordinal);
        Assert.IsType<NotSupportedException>(failure.InnerException);
    }

    private readonly struct RefusingKeyCodec : IKeyCodec<string>
    {
        public static string Normalize(string key) => key == "c" ? throw new NotSupportedException("The codec refuses 'c'.") : key;

        public static bool Equals(in string left, in string right) => StringKeyCodec.Equals(left, right);

        public static ulong Hash(in string key) => StringKeyCodec.Hash(key);

        public static void Write(ref KeyWriter writer, in string key) => StringKeyCodec.Write(ref writer, key);

        public static string Read(ref KeyReader reader) => StringKeyCodec.Read(ref reader);
    }
}
