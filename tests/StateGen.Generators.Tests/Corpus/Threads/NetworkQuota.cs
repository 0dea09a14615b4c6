namespace Corpus.Threads.NetworkQuota;

public sealed record Usage(long Bytes);

public delegate long QuotaReader();

public static class QuotaPage
{
    public static QuotaReader? Reader { get; set; }
}

[Operator("threads.network-quota")]
public sealed partial class NetworkQuota : KeyedOperator<long, Usage, QuotaReader>
{
    public NetworkQuota() => Console.WriteLine(Left()); // expect: SG2002

    [State] private partial long Used { get; set; }

    protected override void OnEvent(Usage usage, OperatorContext<QuotaReader> context)
    {
        Used += usage.Bytes;
        QuotaPage.Reader = Left; // expect: SG2006
        context.Emit(() => Used); // expect: SG2006
    }

    private long Left() => 1_000_000 - Used;
}
