using StateGen.Serialization;

[assembly: UseCodec(typeof(Corpus.Declarations.Irrigation.LitresCodec))] // expect: SG1022

namespace Corpus.Declarations.Irrigation;

public sealed record Flow(string Field, long Litres);

public readonly record struct Litres(long Amount);

public sealed class LitresCodec : ICodec<Litres>
{
    public static Litres Normalize(Litres value) => value;

    public static void Write(ref MessagePackWriter writer, in Litres value) => writer.WriteInt64(value.Amount);

    public static Litres Read(ref MessagePackReader reader) => new(reader.ReadInt64());
}

public sealed class LegacyLitres : IStateUpgrade<int, long>
{
    public static long Upgrade(int old) => old * 1_000L;
}

public abstract partial class Metered : KeyedOperator<string, Flow, long>
{
    [State] protected partial long Reading { get; set; } // expect: SG1006
}

[GenerateCodec] public sealed record Schedule<T>(T From, T To); // expect: SG1023

[GenerateCodec] public sealed record Plan(string Field, Func<int, bool> IsOpen); // expect: SG1023

[Operator("declarations.irrigation")]
public sealed partial class Irrigation : KeyedOperator<string, Flow, long>
{
    [State] private partial long Total { get; } // expect: SG1004
    [State, Ttl(Days = 1)] private partial MapState<string, long> ByField { get; set; } // expect: SG1004
    [State] private static partial int Fields { get; set; } // expect: SG1005
    [State] private long Yesterday { get; set; } // expect: SG1003
    [State] private long Today => 0; // expect: SG1003
    [State(Upgrade = typeof(LegacyLitres))] private partial int Allowance { get; set; } // expect: SG1021
    [State] private partial int this[string field] { get; set; } // expect: SG1020
    [State(Upgrade = typeof(LegacyLitres))] private partial long Quota { get; set; }

    protected override void ClearState() => Allowance = 0; // expect: SG1018

    protected override void OnEvent(Flow flow, OperatorContext<long> context) => context.Emit(Total + Quota);
}
