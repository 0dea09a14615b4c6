using System.Globalization;
using System.IO;

namespace Corpus.Threads.CropImport;

public sealed record Row(string Field, string Tons, string Date);

public interface IImportLog
{
    void Warn(string message);

    void Error(Exception exception, string message);
}

[Operator("threads.crop-import")]
public sealed partial class CropImport : KeyedOperator<string, Row, string>
{
    private readonly IImportLog _log;

    public CropImport(IImportLog log)
    {
        _log = log;
    }

    [State] private partial decimal Tons { get; set; }

    [State] private partial int Bad { get; set; }

    [State] private partial DateOnly? LastHarvest { get; set; }

    [State, Ttl(Days = 400)] private partial MapState<string, decimal> ByField { get; }

    protected override void OnEvent(Row row, OperatorContext<string> context)
    {
        try
        {
            var tons = decimal.Parse(row.Tons, CultureInfo.InvariantCulture);
            Tons += tons;
            LastHarvest = DateOnly.ParseExact(row.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
        catch (Exception e) // expect: SG2015
        {
            _log.Error(e, "row was skipped");
        }

        AddToField(row);
        if (TryRate(row, out var rate))
            context.Emit($"{Key}: {rate}");
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<string> context)
    {
        try
        {
            context.Emit($"{Key} harvested {Tons} on {LastHarvest!.Value:O}");
        }
        catch // expect: SG2015
        {
        }
        finally
        {
            Tons = 0;
        }
    }

    private void AddToField(Row row)
    {
        try
        {
            ByField[row.Field] = ByField.GetValueOrDefault(row.Field) + decimal.Parse(row.Tons, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            Bad++;
        }
        catch (Exception exception) // expect: SG2015
        {
            _log.Warn(exception.Message);
        }
    }

    private bool TryRate(Row row, out decimal rate)
    {
        rate = 0;
        try
        {
            rate = ByField[row.Field] / Tons;
            return true;
        }
        catch // expect: SG2015
        {
            _log.Warn("no rate");
            return false;
        }
    }
}

[Operator("threads.crop-import.safe")]
public sealed partial class SafeImport(TextWriter output) : KeyedOperator<string, Row, int>
{
    [State] private partial int Rows { get; set; }

    [State] private partial string? Field { get; set; }

    protected override void OnEvent(Row row, OperatorContext<int> context)
    {
        Safely(() => Rows += int.Parse(row.Tons, CultureInfo.InvariantCulture));
        foreach (var word in row.Field.Split(' '))
        {
            try
            {
                if (word.Length == 0)
                    continue;
                Accept(word);
            }
            catch (Exception e) when (Log(e)) // expect: SG2015
            {
                continue;
            }
        }

        context.Emit(Total(row));
    }

    private int Total(Row row)
    {
        try
        {
            return checked(Rows * row.Tons.Length);
        }
        catch (Exception) // expect: SG2015
        {
            return int.MaxValue;
        }
    }

    private void Safely(Action action)
    {
        try
        {
            action();
            Field = null;
        }
        catch (System.Exception ex) // expect: SG2015
        {
            output.WriteLine(ex);
        }
    }

    private void Accept(string word)
    {
        Field = word;
        if (word.Any(char.IsDigit))
            throw new InvalidDataException(word);
        Rows++;
    }

    private bool Log(Exception exception)
    {
        output.WriteLine(exception.Message);
        return true;
    }
}
