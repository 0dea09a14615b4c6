namespace Corpus.Mutation.LoadProfile;

public sealed record Load(int Hour, double Megawatts, string Command);

[Operator("mutation.load-profile")]
internal sealed partial class LoadProfile : KeyedOperator<int, Load, double>
{
    [State(Copy = true)] private partial double[]? Hours { get; set; }

    [State(Copy = true)] private partial double[]? Sorted { get; set; }

    [State(Copy = true)] private partial int[]? Outages { get; set; }

    [State(Copy = true), Ttl(Days = 60)] private partial MapState<int, double[]> Days { get; }

    protected override void OnEvent(Load value, OperatorContext<double> context)
    {
        Hours ??= new double[24];
        Sorted ??= [];
        switch (value.Command)
        {
            case "reset":
                Array.Clear(Hours); // expect: SG2007
                Array.Fill(Outages ??= new int[24], 0); // expect: SG2007
                break;
            case "sort":
                var sorted = Sorted;
                if (sorted.Length > 0)
                    context.Emit(sorted[^1]);
                Array.Sort(sorted); // expect: SG2007
                break;
            case "flip" when Days.TryGetValue(value.Hour, out var day):
                Array.Reverse(day, 0, 12); // expect: SG2007
                break;
            case "grow":
                var outages = Outages ?? [];
                Array.Resize(ref outages, value.Hour + 1);
                outages[value.Hour] = 1; // expect: SG2007
                break;
            case "shift":
                var hours = Hours;
                Array.Copy(hours, 1, hours, 0, hours.Length - 1);
                hours[^1] = value.Megawatts; // expect: SG2007
                break;
            case "copy":
                Hours.CopyTo(Sorted, 0); // expect: SG2007
                break;
            default:
                var profile = Hours;
                profile[value.Hour] += value.Megawatts;
                Hours = profile;
                break;
        }
    }
}
