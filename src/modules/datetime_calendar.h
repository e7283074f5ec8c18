/* The proleptic Gregorian calendar as numbers: leap years, day numbers, ISO weeks. Day 1 is January 1
 * of year 1. Pure functions, no state. */
#ifndef OURO_MODULES_DATETIME_CALENDAR_H
#define OURO_MODULES_DATETIME_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

enum { YEAR_MIN = 1, YEAR_MAX = 9999, ORDINAL_MAX = 3652059 /* of the last day of 9999 */ };

bool ouro_datetime_calendar_is_leap(int year);
int ouro_datetime_calendar_month_days(int year, int month);
int ouro_datetime_calendar_year_day(int year, int month, int day); /* January 1 is 1 */
int ouro_datetime_calendar_ordinal(int year, int month, int day);
/* For any ordinal from 1 on, beyond year 9999 too. */
void ouro_datetime_calendar_split(int ordinal, int *year, int *month, int *day);
int ouro_datetime_calendar_weekday(int year, int month, int day); /* Monday is 0 */
/* The ordinal of the Monday with which week 1 of this ISO year begins. */
int ouro_datetime_calendar_week_one(int year);

/* What is wrong with an ISO year, week and day. */
enum ouro_datetime_iso_fault { ISO_GOOD, ISO_BAD_YEAR, ISO_BAD_WEEK, ISO_BAD_DAY };
enum ouro_datetime_iso_fault ouro_datetime_calendar_from_iso(int iso_year, int week, int iso_day,
                                                             int *year, int *month, int *day);

#endif
