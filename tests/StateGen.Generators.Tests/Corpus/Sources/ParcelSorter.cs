using System.Collections.Concurrent;
using System.Threading;

namespace Corpus.Sources.ParcelSorter;

public sealed record Parcel(string Code, int Grams, string Zip);

public sealed record Chute(string Parcel, int Number);

public interface IZipDirectory
{
    Task<int> FindChuteAsync(string zip, CancellationToken cancellation);

    ValueTask<bool> IsClosedAsync(int chute);

    Task RefreshAsync();
}

[Operator("sources.parcelsorter")]
public sealed partial class ParcelSorter : KeyedOperator<string, Parcel, Chute>
{
    private readonly IZipDirectory _directory;
    private readonly Task<int> _defaultChute;
    private readonly TimeSpan _pace;

    public ParcelSorter(IZipDirectory directory, TimeSpan pace)
    {
        _directory = directory;
        _pace = pace;
        _defaultChute = directory.FindChuteAsync("00000", CancellationToken.None);
    }

    [State] private partial int Parcels { get; set; }
    [State] private partial long Grams { get; set; }
    [State] private partial int? LastChute { get; set; }

    protected override void OnEvent(Parcel parcel, OperatorContext<Chute> context)
    {
        Parcels++;
        Grams += parcel.Grams;
        if (Parcels % 10_000 == 0)
            _directory.RefreshAsync().Wait(); // expect: SG2011

        var chute = string.IsNullOrEmpty(parcel.Zip)
            ? _defaultChute.Result // expect: SG2011
            : Find(parcel.Zip);

        var closed = _directory.IsClosedAsync(chute).AsTask().GetAwaiter().GetResult(); // expect: SG2011
        if (closed)
            chute = LastChute ?? 0;
        if (parcel.Grams > 20_000)
            Thread.Sleep(_pace); // expect: SG2011

        LastChute = chute;
        context.Emit(new Chute(parcel.Code, chute));
    }

    private int Find(string zip)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var primary = _directory.FindChuteAsync(zip, timeout.Token);
        var secondary = _directory.FindChuteAsync(zip[..2], timeout.Token);
        Task.WaitAny([primary, secondary], TimeSpan.FromSeconds(2)); // expect: SG2011
        return primary.IsCompletedSuccessfully ? primary.Result : 0;
    }
}

[Operator("sources.parcelsorter.retry")]
public sealed partial class RetryingSorter(IZipDirectory directory) : KeyedOperator<string, Parcel, Chute>
{
    [State] private partial int Retries { get; set; }

    protected override void OnEvent(Parcel parcel, OperatorContext<Chute> context)
    {
        for (var attempt = 1; ; attempt++)
        {
            var lookup = directory.FindChuteAsync(parcel.Zip, CancellationToken.None);
            if (lookup.Wait(200 * attempt)) // expect: SG2011
            {
                context.Emit(new Chute(parcel.Code, 1));
                return;
            }

            Retries++;
            if (attempt == 3)
                break;
            Thread.Sleep(attempt * 100); // expect: SG2011
        }

        context.Emit(new Chute(parcel.Code, -1));
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Chute> context)
    {
        Task[] refreshes = [directory.RefreshAsync(), Task.Delay(50)];
        Task.WaitAll(refreshes); // expect: SG2011
        Retries = 0;
    }
}

[Operator("sources.parcelsorter.belts")]
public sealed partial class Belts : KeyedOperator<int, Parcel, string>
{
    private readonly BlockingCollection<string> _tokens;
    private readonly BlockingCollection<Parcel> _outbox = new(boundedCapacity: 100);

    public Belts(BlockingCollection<string> tokens) => _tokens = tokens;

    [State] private partial string? Token { get; set; }

    protected override void OnEvent(Parcel parcel, OperatorContext<string> context)
    {
        Token ??= _tokens.Take(); // expect: SG2011
        if (!_tokens.TryTake(out var spare, TimeSpan.FromMilliseconds(250))) // expect: SG2011
            spare = Token;
        context.Emit($"{spare}:{parcel.Code}");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        foreach (var parcel in _outbox.GetConsumingEnumerable()) // expect: SG2011
            context.Emit(parcel.Code);
    }
}
