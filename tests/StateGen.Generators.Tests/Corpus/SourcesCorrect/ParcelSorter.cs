using System.Threading;
using System.Threading.Channels;

namespace Corpus.SourcesCorrect.ParcelSorter;

public sealed record Parcel(string Code, int Grams, string Zip);

public sealed record Chute(string Parcel, int Number);

public interface IZipDirectory
{
    Task<int> FindChuteAsync(string zip);

    int FindChute(string zip);
}

[Operator("sourcescorrect.parcelsorter")]
public sealed partial class ParcelSorter : KeyedOperator<string, Parcel, Chute>
{
    private readonly IZipDirectory _directory;
    private readonly Task<int> _defaultChute;
    private readonly ChannelWriter<Parcel> _heavy;
    private readonly Action<Exception?> _report;

    public ParcelSorter(IZipDirectory directory, ChannelWriter<Parcel> heavy, Action<Exception?> report)
    {
        _directory = directory;
        _heavy = heavy;
        _report = report;
        _defaultChute = directory.FindChuteAsync("00000");
        if (directory.FindChuteAsync("99999").GetAwaiter().GetResult() < 0)
            throw new ArgumentException("The directory is empty.", nameof(directory));
    }

    [State] private partial long Grams { get; set; }
    [State] private partial int LastChute { get; set; }

    protected override void OnEvent(Parcel parcel, OperatorContext<Chute> context)
    {
        Grams += parcel.Grams;
        var report = _report;
        if (parcel.Grams > 20_000 && !_heavy.TryWrite(parcel))
            _ = _directory.FindChuteAsync(parcel.Zip).ContinueWith(
                task => report(task.Result < 0 ? new InvalidOperationException("no chute") : task.Exception), TaskScheduler.Default);

        LastChute = parcel.Zip.Length == 0 ? Fallback() : _directory.FindChute(parcel.Zip);
        context.Emit(new Chute(parcel.Code, LastChute));
    }

    private int Fallback()
    {
        if (_defaultChute.IsCompletedSuccessfully)
            return _defaultChute.Result;
        return 0;
    }
}

[Operator("sourcescorrect.parcelsorter.belts")]
public sealed partial class Belts(SemaphoreSlim slots, ManualResetEventSlim stop, WaitHandle released) : KeyedOperator<int, Parcel, int>
{
    [State] private partial int Handled { get; set; }
    [State] private partial int Refused { get; set; }

    protected override void OnEvent(Parcel parcel, OperatorContext<int> context)
    {
        if (stop.IsSet || stop.Wait(0) || !slots.Wait(TimeSpan.Zero))
        {
            Refused++;
            return;
        }

        try
        {
            Handled += released.WaitOne(0) ? 2 : 1;
            context.Emit(Handled);
        }
        finally
        {
            slots.Release();
        }
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<int> context)
    {
        if (slots.Wait(millisecondsTimeout: 0))
            slots.Release();
        else
            Refused = 0;
        if (released.WaitOne(TimeSpan.Zero))
            context.Emit(Refused);
    }
}
